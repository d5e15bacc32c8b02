//! A program that goes where it is told, in either direction: `undo URL up|down TARGET`.

use revisions::CHAIN;

revision_core::revisions!();

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [url, direction, target] = &arguments[..] else {
        return Err("usage: undo URL up|down TARGET".into());
    };
    match direction.as_str() {
        "up" => CHAIN.upgrade(url, target.as_str()).await?,
        _ => CHAIN.downgrade(url, target).await?,
    };
    Ok(())
}
