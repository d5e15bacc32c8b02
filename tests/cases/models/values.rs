use revision_core::Table;

#[derive(Table)]
struct Values {
    #[column(type = varchar("x"))]
    a: String,
    #[column(type = column("x", text()))]
    b: String,
    #[column(default = Some(1))]
    c: i32,
}

fn main() {}
