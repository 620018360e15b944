/* tests/unit/evil_names.h - what a name must never do to any sink. */
#ifndef TESTS_UNIT_EVIL_NAMES_H
#define TESTS_UNIT_EVIL_NAMES_H

static const char *const evil_names[] = {
    /* markup */
    "<script>alert(1)</script>", "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>",
    "\"><svg onload=alert(1)>", "' onmouseover='alert(1)", "</style><script>x</script>",
    "</title><script>x</script>", "<!--", "-->", "<![CDATA[x]]>", "&lt;script&gt;", "&#60;script&#62;",
    "</td></tr></table>", "</article>", "</figure>", "<a href=javascript:alert(1)>x</a>", "javascript:alert(1)",
    "<iframe src=//evil.example>", "<base href=//evil.example>", "<meta http-equiv=refresh content=0>",
    "<scr<script>ipt>", "\\x3cscript\\x3e", "<SCRIPT>", "< script >", "<script", "<svg/onload=x>",
    /* spreadsheets */
    "=1+1", "=cmd|'/c calc'!A0", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "=HYPERLINK(\"http://x\")",
    "a,b", "a;b", "a\"b", "a\"\"b", "a\nb", "a\r\nb", "\"", "\"\"", ",", " leading",
    /* terminals */
    "\x1b[31mred", "\x1b]0;title\x07", "\x07", "\x08\x08", "a\x7f" "b", "\xc2\x9b" "31m",
    /* Unicode */
    "\xe2\x80\xae" "txt.exe", "\xe2\x81\xa6x", "\xef\xbb\xbf" "bom", "\xff\xfe", "\xc0\xaf", "\xed\xa0\x80",
    "\xf5\x80\x80\x80", "\xe2\x80\xa8line", "\xd8\xae\xd8\xa7", "\xf0\x9f\x94\xa5", "e\xcc\x81",
    /* Markdown, shell, SQL, gnuplot, iCalendar, exposition format */
    "[x](javascript:1)", "![x](http://e)", "# h", "| a | b |", "`rm -rf`", "$(reboot)", "'; DROP TABLE x; --",
    "\" ; system('x') #", "a\\nb", "a\\", "\nEND:VEVENT\nBEGIN:VEVENT", "x\"} 1\nevil 1", "%s%n%d", "EOD",
    "../../etc/passwd", "{a=\"b\"}",
};
enum { EVIL_NAMES = sizeof evil_names / sizeof evil_names[0] };

#endif
