use revision_core::Table;

#[derive(Table)]
pub struct Forgotten {
    #[column(primary_key)]
    id: i64,
}
