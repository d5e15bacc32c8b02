//! `revision! { … }`: checks the header, raises what the build script found in it, and names the file's functions.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use revision_syntax::handover;
use revision_syntax::header::{self, Fault};

use crate::tokens::{At, error, flatten, handed};

pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let parsed = header::parse(&flatten(input), &At(Span::call_site()));
    let mut errors: TokenStream = parsed.faults.iter().map(written_wrong).collect();
    if let Some(header) = &parsed.header {
        let handed = handed();
        let file = proc_macro::Span::call_site().local_file();
        let file = file.as_ref().map(|file| file.to_string_lossy());
        let faults = handover::in_header(&handed, header, file.as_deref());
        errors.extend(faults.map(|(message, at)| error(at.0, message)));
    }
    // Emitted after an error too, so that what names the entry does not fail as well.
    quote! {
        #errors
        #[allow(unused_imports, reason = "what the file defines itself is not taken from here")]
        use ::revision_core::__private::defaults::*;
        #[doc(hidden)]
        pub const REVISION: ::revision_core::__private::Body = ::revision_core::__private::Body::Rust {
            upgrade,
            downgrade,
        };
    }
}

fn written_wrong(fault: &Fault<At>) -> TokenStream {
    let message = match &fault.help {
        Some(help) => format!("{}\n{help}", fault.message),
        None => fault.message.clone(),
    };
    error(fault.span.0, &message)
}
