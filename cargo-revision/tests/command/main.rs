//! The command as a user runs it: arguments, exit code, both outputs.

mod arguments;
mod bad_input;
mod database;
mod fmt;
mod init;
mod location;
mod look;
mod project;
