# What Python's email library, which knows nothing of us, makes of a mail; and of one in which every name is hostile.
cat >read.py <<'PYTHON'
import email, email.policy, re, subprocess, sys
mail = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
print(mail["subject"], "|", mail["date"], "|", len(mail["message-id"]) > 20)
parts = list(mail.walk())
print(sum(len(part.defects) for part in parts), "defects")
for part in parts:
    print(part.get_content_type(), part.get_filename() or "-")
    if part.get_content_type() == "image/png":
        assert part.get_payload(decode=True)[:8] == b"\x89PNG\r\n\x1a\n"
html = mail.get_body(("html",)) or next(p for p in parts if p.get_content_type() == "text/html")
page = html.get_content()
ids = {p["content-id"][1:-1] for p in parts if p["content-id"]}
print(len(page.encode()) <= 90000, set(re.findall(r'src="cid:([^"]*)"', page)) == ids, len(ids))
attached = {p.get_filename()[-4:]: p.get_payload(decode=True) for p in parts if p.get_content_disposition() == "attachment"}
for form, name in (("csv", ".csv"), ("ics", ".ics"), ("html", "html")):
    print(form, attached[name] == subprocess.run(["demo_report", form, sys.argv[1]], capture_output=True).stdout)
PYTHON
for variant in all hostile; do
    demo_report mail $variant | python3 read.py $variant
done
