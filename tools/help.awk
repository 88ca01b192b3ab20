# Prints the targets of a Makefile by group: `##@ Group` starts one, `target: ... ## sentence` is a line.

/^##@ / { printf "\n%s\n", substr($0, 5) }

/^[a-z-]+:.*## / {
    target = $0
    sub(/:.*/, "", target)
    sentence = $0
    sub(/.*## /, "", sentence)
    printf "  make %-16s %s\n", target, sentence
}
