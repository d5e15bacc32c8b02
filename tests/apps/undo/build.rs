fn main() {
    revision_core::build::emit();
}
