//! The command on a terminal, where somebody answers what it asks.

use std::io::{Read as _, Write as _};
use std::process::{Command, Stdio};

use crate::project::Project;

/// What a question ends with.
const ASKED: &str = "[y/N]";

impl Project {
    /// What is on the screen when each question has had its answer, and the exit code. `script` is the terminal.
    pub(crate) fn typed(&self, line: &str, answers: &[&str]) -> String {
        let inner = self.command(&format!("{line} --color never"));
        let words = [inner.get_program()].into_iter().chain(inner.get_args());
        let words: Vec<_> = words.map(|word| word.to_string_lossy()).collect();
        // What is typed is shown by the terminal, at a moment of its own.
        let words = format!("stty -echo cols 80; {}", words.join(" "));
        let mut terminal = Command::new("script")
            .args(["-qec", &words, "/dev/null"])
            .current_dir(inner.get_current_dir().expect("it runs in a folder"))
            .env("SHELL", "/bin/sh")
            .env_remove("DATABASE_URL")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a terminal starts");
        let mut keys = terminal.stdin.take().expect("it is piped");
        let mut screen = terminal.stdout.take().expect("it is piped");
        let (mut shown, mut answered) = (Vec::new(), 0);
        let mut some = [0; 4096];
        loop {
            let count = screen.read(&mut some).expect("it can be read");
            if count == 0 {
                break;
            }
            shown.extend_from_slice(&some[..count]);
            let text = String::from_utf8_lossy(&shown);
            while text.matches(ASKED).count() > answered {
                let answer = answers.get(answered).expect("there is no such question");
                writeln!(keys, "{answer}").expect("it can be typed");
                answered += 1;
            }
        }
        assert_eq!(answered, answers.len(), "not all was asked");
        let exit = terminal.wait().expect("it ends").code();
        let text = String::from_utf8_lossy(&shown).replace('\r', "");
        let mut parts = text.split(ASKED);
        let first = parts.next().unwrap_or_default();
        let answered = answers.iter().zip(parts);
        let answered = answered.map(|(answer, then)| {
            format!(
                "{ASKED} {answer}\n{}",
                then.strip_prefix(' ').unwrap_or(then)
            )
        });
        let exit = exit.expect("no signal ended it");
        self.plain(&format!(
            "exit: {exit}\n{first}{}",
            answered.collect::<String>()
        ))
    }
}
