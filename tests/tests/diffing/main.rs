//! Diffs on real servers: what leads from one schema to another leads there and back on each database.

mod law;
mod project;
mod vectors;
