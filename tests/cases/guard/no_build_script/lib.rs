revision_core::revisions!(pub);

pub fn chain() -> usize {
    revisions::CHAIN.revisions().len()
}
