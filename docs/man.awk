# man.awk - a document of this folder as a manual page: awk -v name=headroom-schema -v section=7
# -v summary='…' -v date=2026-11-25 -v version=0.1.0 -f docs/man.awk docs/schema.md
#
# Knows what the documents use: headings, paragraphs, tables of two columns, lists, shown lines, `code`,
# **bold**, *italics* and [links](to.md).
function escaped(text) {
    gsub(/\\/, "\\e", text); gsub(/-/, "\\-", text); gsub(/'/, "\\(aq", text)
    gsub(/\^/, "\\(ha", text); gsub(/~/, "\\(ti", text); gsub(/"/, "\\(dq", text)
    gsub(/…/, "\\[u2026]", text); gsub(/−/, "\\-", text)
    return text
}
function marked(text,   out, at, part) {    # inline marks as fonts
    text = escaped(text); gsub(/\]\([a-z-]*\.md\)/, "", text)
    out = ""
    while (match(text, /`[^`]*`|\*\*[^*]*\*\*|\*[^*]*\*/)) {
        part = substr(text, RSTART, RLENGTH); at = part ~ /^\*\*`/ ? 3 : part ~ /^\*\*/ ? 2 : 1
        out = out substr(text, 1, RSTART - 1) (part ~ /^\*[^*]/ ? "\\fI" : "\\fB") \
            substr(part, 1 + at, length(part) - 2 * at) "\\fR"
        text = substr(text, RSTART + RLENGTH)
    }
    out = out text
    return out ~ /^[.']/ ? "\\&" out : out
}
function line(text) {    # in short lines of the source
    while (length(text) > 76 && match(substr(text, 1, 76), /.* /)) {
        print substr(text, 1, RLENGTH - 1); text = substr(text, RLENGTH + 1)
    }
    print text
}
function leave(kind) {
    if (shown && kind != "shown") { print ".EE\n.RE"; shown = 0 }
    if (kind == "" && paragraph != "") { line(marked(paragraph)); paragraph = "" }
}
function begin() { if (!heading) print ".PP"; heading = 0 }
BEGIN {
    printf ".TH \"%s\" %s %s \"headroom %s\" \"Conventions\"\n.SH NAME\n%s \\- %s\n", \
        toupper(escaped(name)), section, date, version, escaped(name), escaped(summary)
    heading = 0; first = 1
}
/^# / { print ".SH DESCRIPTION"; heading = 1; next }
/^## / { leave(""); print ".SH " toupper(escaped(substr($0, 4))); heading = 1; next }
/^\| ---/ || /^\| (column|table|key) \|/ { next }
/^\| / {
    leave(""); split(substr($0, 3), cell, / \| ?/)
    text = substr($0, 3); at = index(text, " | ")
    rest = substr(text, at + 3); sub(/ \|$/, "", rest)
    print ".TP\n" marked(substr(text, 1, at - 1)); line(marked(rest)); heading = 0; next
}
/^    / {
    leave(""); if (!shown) { begin(); print ".RS 4\n.EX"; shown = 1 }
    print escaped(substr($0, 5)); next
}
/^- / { leave(""); print ".IP \\(bu 3"; heading = 0; inside = 1; paragraph = substr($0, 3); next }
/^$/ { leave(""); inside = 0; next }
{
    if (paragraph == "" && !inside) { leave("x"); begin() }
    sub(/^ +/, ""); paragraph = paragraph (paragraph == "" ? "" : " ") $0
}
END { leave(""); leave("x"); print ".SH SEE ALSO\n\\fBheadroom\\fR(1), \\fBheadroom\\-query\\fR(1)" }
