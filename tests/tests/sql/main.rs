//! The SQL that operations become: side by side for all databases, and run on all of them.

mod nasty;
