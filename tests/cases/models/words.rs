use revision_core::Table;

#[derive(Table)]
struct Misspelt {
    #[column(type = varchr(120))]
    a: String,
    #[column(type(sqlite = txt))]
    b: String,
}

fn main() {}
