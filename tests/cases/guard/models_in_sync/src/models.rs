use revision_core::Table;

#[derive(Table)]
#[table(name = "users", check("age >= 0", name = "age_ok"))]
pub struct User {
    #[column(primary_key, identity = false)]
    pub id: i64,
    pub name: String,
    pub age: i32,
}
