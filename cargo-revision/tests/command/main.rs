//! The command as a user runs it: arguments, exit code, both outputs.

mod accept;
mod arguments;
mod autogenerate;
mod bad_input;
mod check;
mod current;
mod database;
mod diff;
mod downgrade;
mod enums;
mod failure;
mod fmt;
mod framed;
mod init;
mod init_runner;
mod killed;
mod location;
mod look;
mod project;
mod protected;
mod script;
mod signals;
mod stamp;
mod status;
mod terminal;
mod upgrade;
