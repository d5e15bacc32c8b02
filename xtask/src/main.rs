//! The project's own commands: `cargo xtask demo | ci | test | editor | tidy | bench`.

mod bench;
mod ci;
mod demo;
mod editor;
mod step;
mod tidy;

use std::process::ExitCode;

use step::Failed;

const USAGE: &str = "usage: cargo xtask <command>

  demo    the tour: a new crate, revisions, what the compiler says of broken ones
  ci      everything that must hold before work lands
  test    all tests, the vectors in ../shared among them
  editor  what rust-analyzer says of the sample crates
  tidy    the layer rules and the length of files
  bench   the benchmarks, and what a chain costs the crate that compiles it
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let result = match arguments
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .as_slice()
    {
        ["demo"] => demo::demo(),
        ["ci"] => ci::ci(),
        ["test"] => ci::test(),
        ["tidy"] => tidy::tidy(),
        ["editor"] => editor::editor(),
        ["bench"] => bench::bench(),
        _ => {
            step::say(USAGE);
            return ExitCode::from(2);
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failed(why)) => {
            step::say(&format!("xtask: {why}"));
            ExitCode::FAILURE
        }
    }
}
