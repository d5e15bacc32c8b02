use revision_core::Table;

#[derive(Table)]
#[table(name = "users", check("age >= 0", name = "age_ok"))]
pub struct User {
    #[column(primary_key, identity = false)]
    pub id: i64,
    pub name: String,
    #[column(references = "teams.id")]
    pub age: i32,
}

macro_rules! table {
    ($name:ident) => {
        #[derive(Table)]
        pub struct $name {
            pub id: i32,
        }
    };
}

table!(Made);

#[derive(Table)]
pub struct Wrong {
    #[column(uniq)]
    pub id: i32,
}
