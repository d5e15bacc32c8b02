//! What the library tells through `tracing`.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use revision_tests::{Database, TestChain, servers};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Writes down the spans of the library, with their fields and what they stand in.
#[derive(Clone, Default)]
struct Spans {
    seen: Arc<Mutex<Vec<String>>>,
    open: Arc<Mutex<Vec<Id>>>,
    next: Arc<AtomicU64>,
}

struct Fields(String);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        self.0 = format!("{} {field}={value:?}", self.0);
    }
}

impl Subscriber for Spans {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.is_span() && metadata.target().starts_with("revision_core")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let depth = self.open.lock().unwrap().len();
        let mut fields = Fields(format!("{}{}", "  ".repeat(depth), span.metadata().name()));
        span.record(&mut fields);
        self.seen.lock().unwrap().push(fields.0);
        Id::from_u64(self.next.fetch_add(1, Ordering::Relaxed) + 1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, _: &Event<'_>) {}

    fn enter(&self, span: &Id) {
        self.open.lock().unwrap().push(span.clone());
    }

    fn exit(&self, span: &Id) {
        self.open.lock().unwrap().retain(|open| open != span);
    }
}

#[tokio::test]
async fn a_run_and_its_revisions_are_spans() {
    let chain = TestChain::tables(2);
    for kind in servers::all() {
        let database = Database::fresh(kind).await;
        let spans = Spans::default();
        let guard = tracing::subscriber::set_default(spans.clone());
        chain
            .runtime()
            .upgrade(database.url(), "head")
            .await
            .unwrap();
        drop(guard);
        assert_eq!(
            *spans.seen.lock().unwrap(),
            [
                "run request=\"upgrade\"",
                "  revision id=0001 direction=\"upgrade\"",
                "  revision id=0002 direction=\"upgrade\"",
            ],
            "{kind:?}"
        );
    }
}
