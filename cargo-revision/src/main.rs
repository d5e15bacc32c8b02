//! The command `cargo revision`.

fn main() {}
