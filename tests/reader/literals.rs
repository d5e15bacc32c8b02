//! Literals in every spelling.

use revision_core::prelude::*;

revision! {
    id: "literals",
}

pub fn upgrade(op: &mut Op) {
    op.bulk_insert(
        "t",
        ["a"],
        [
            (0xff,),
            (0b1010,),
            (0o17,),
            (1_000,),
            (-1,),
            (-9_223_372_036_854_775_808,),
        ],
    );
    op.bulk_insert(
        "t",
        ["a"],
        [
            (1.5,),
            (1e3,),
            (-0.0,),
            (2.,),
            (1_0.5e-1_0,),
            (f64::NAN,),
            (-f64::INFINITY,),
        ],
    );
    op.bulk_insert(
        "t",
        ["a"],
        [
            ("a\tb\u{e4}\x41\\",),
            (r#"a"b"#,),
            ("a \
        b",),
        ],
    );
    op.bulk_insert("t", ["a"], [(b"ab",), (br"\n",), (b"\x00\"",)]);
    op.bulk_insert("t", ["a"], [(true,), (false,), (!true,)]);
    op.bulk_insert("t", ["a", "b"], [(null(), value("x")), (value(1), null())]);
    op.bulk_insert(
        "t",
        ["a"],
        [(number(-170_141_183_460_469_231_731_687_303_715_884_105_728),)],
    );
}
