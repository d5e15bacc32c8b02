//! The macros of `revision-core`: a thin shell over `revision-syntax`.
