//! A small blog: what its revisions look like in both formats, with a branch that is merged and one that is not.

revision_core::revisions!(pub, multiple_heads);

#[cfg(test)]
mod tests {
    use revision_core::Backend;

    use super::revisions::CHAIN;

    #[test]
    fn the_chain_has_its_branches() {
        let heads: Vec<_> = CHAIN.chain().heads().map(|head| head.id.as_str()).collect();
        assert_eq!(heads, ["e7c1a90d42fb", "f2d83b6615ac"]);
    }

    #[test]
    fn what_cannot_be_undone_says_so() {
        let find = |id| CHAIN.revisions().iter().find(|revision| revision.id == id);
        let irreversible = find("b3f64c20d9e8").unwrap();
        assert_eq!(irreversible.downgrade(Backend::Sqlite), None);
        assert_eq!(find("1f0c8a7e5d21").unwrap().upgrade(Backend::Sqlite).unwrap().len(), 1);
        assert!(find("c95e1d7b08a4").unwrap().sql().is_some());
    }
}
