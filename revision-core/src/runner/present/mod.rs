//! What the command and the runner print, and how they carry runs out. They say the same in the same words, since the
//! words are here. Nothing of it is part of the interface.
#![expect(
    clippy::must_use_candidate,
    reason = "two programs of ours call it, and nobody else"
)]

pub mod exit;
pub mod failure;
pub mod width;

pub mod draw;
pub mod password;

pub mod report;

pub mod json;
pub mod log;
pub mod rows;
pub mod standing;
pub mod view;

pub mod ask;
pub mod carry;
pub mod current;
pub mod named;
pub mod undoing;
pub mod wait;
