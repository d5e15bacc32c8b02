//! The grammar of revision files, in one place: what `revision!` accepts at compile time, what the command reads from
//! the file, and what the build script hands to the macros. It touches no file and no database.
