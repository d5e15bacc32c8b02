//! Add email.

use revision_core::prelude::*;

revision! {
    id: "0002",
<<<<<<< HEAD
    down_revision: "0001",
=======
    down_revision: "0000",
>>>>>>> other
}

pub fn upgrade(op: &mut Op) {
    op.execute("SELECT 1");
}
