# Called with the folder; `folder.rs` tells what for.
trap '' HUP INT TERM
folder=$1
while read -r _; do :; done

# What runs: a process that has ended and that nobody has asked about yet counts as gone.
alive() {
    kill -s 0 -- "$1" 2>/dev/null || return 1
    state=$(ps -o stat= -p "${1#-}" 2>/dev/null) || return 0
    case $state in Z*) return 1 ;; esac
}
each() {
    for file in "$folder"/watched/*; do
        [ -f "$file" ] || continue
        read -r signal whom <"$file" || [ -n "$whom" ] || continue
        "$@" "$signal" "$whom"
    done
}
tell() { kill -s "$1" -- "$2" 2>/dev/null; }
end() { kill -s KILL -- "$2" 2>/dev/null; }
count() { if alive "$2"; then running=1; fi; }

each tell
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
    running=0
    each count
    [ "$running" = 1 ] || break
    sleep 0.1
done
each end
# Someone may still be writing a last file.
for _ in 1 2 3 4 5 6 7 8 9 10; do
    rm -rf "$folder" 2>/dev/null && break
    sleep 0.2
done
