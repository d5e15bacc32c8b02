//! All tests, and the documentation's examples.

use crate::services::Services;
use crate::step::{Failed, cargo_with, root, say};

/// How much is tested.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Options {
    /// Without servers.
    sqlite: bool,
    /// The full numbers where the ordinary run takes a sample.
    thorough: bool,
}

impl Options {
    /// Reads the words after `test`; gives nothing if there is another among them.
    pub(crate) fn read(words: &[&str]) -> Option<Self> {
        let mut options = Self::default();
        for word in words {
            match *word {
                "--sqlite" => options.sqlite = true,
                "--thorough" => options.thorough = true,
                _ => return None,
            }
        }
        Some(options)
    }
}

pub(crate) fn test(options: Options) -> Result<(), Failed> {
    let thorough = [("REVISION_TEST_THOROUGH", "1")];
    let environment = if options.thorough { &thorough[..] } else { &[] };
    if options.sqlite {
        cargo_with(&["test", "--workspace"], environment)?;
        say("\ntested on SQLite alone");
        return Ok(());
    }
    let services = Services::start()?;
    let arguments = ["test", "--workspace", "--all-features"].map(str::to_owned);
    say(&format!("\n==> cargo {}", arguments.join(" ")));
    match services.run("cargo", &arguments, environment, &root())? {
        0 => {
            say("\ntested on SQLite, and on");
            services.say_ran_on();
            Ok(())
        }
        _ => Err(Failed("the tests failed".to_owned())),
    }
}
