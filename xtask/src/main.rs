//! The project's own commands: `cargo xtask demo | ci | test | services | editor | tidy | bench`.

mod bench;
mod ci;
mod demo;
mod editor;
mod services;
mod step;
mod test;
mod tidy;

use std::process::ExitCode;

use step::Failed;

const USAGE: &str = "usage: cargo xtask <command>

  demo      the tour: a new crate, revisions, what the compiler says of broken ones
  ci        everything that must hold before work lands
  test      all tests, the vectors in ../shared among them, on all servers
            --sqlite    without servers
            --thorough  the full numbers where the ordinary run takes a sample
  services  starts the servers that tests run on, until interrupted
            -- COMMAND  only while this command runs
  editor    what rust-analyzer says of the sample crates
  tidy      the layer rules and the length of files
  bench     the benchmarks, what a chain costs the crate that compiles it, what comparing a large database costs, and what
            making a table of 5,000,000 rows anew costs
            PART      only this: library, compile, compare, rebuild
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
        ["test", options @ ..] => match test::Options::read(options) {
            Some(options) => test::test(options),
            None => return usage(),
        },
        ["services"] => services::wait(),
        ["services", "--", program, ..] => match services::run(program, &arguments[3..]) {
            Ok(code) => return code,
            Err(failed) => Err(failed),
        },
        ["tidy"] => tidy::tidy(),
        ["editor"] => editor::editor(),
        ["bench"] => bench::bench(bench::ALL),
        ["bench", parts @ ..] => bench::bench(parts),
        _ => return usage(),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failed(why)) => {
            step::say(&format!("xtask: {why}"));
            ExitCode::FAILURE
        }
    }
}

fn usage() -> ExitCode {
    step::say(USAGE);
    ExitCode::from(2)
}
