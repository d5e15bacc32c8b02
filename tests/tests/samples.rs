//! The sample crates compile, and their own tests pass.

use std::fs;
use std::process::Command;

use revision_tests::workspace;

#[test]
fn the_samples_pass_their_tests() {
    let mut count = 0;
    for sample in fs::read_dir(workspace().join("tests/samples")).unwrap() {
        let sample = sample.unwrap().path();
        fs::copy(workspace().join("Cargo.lock"), sample.join("Cargo.lock")).unwrap();
        let output = Command::new(env!("CARGO"))
            .args(["test", "--offline"])
            .current_dir(&sample)
            .env("CARGO_TARGET_DIR", workspace().join("target/packages"))
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{}:\n{said}", sample.display());
        count += 1;
    }
    assert!(count > 0, "the samples are missing");
}
