#!/usr/bin/python3
"""json_holds.py SCHEMA FILE... - holds documents against a JSON Schema, more strictly than a reader would.

A schema allows keys it does not know, so that documents can grow. Here they are mistakes: every key
that is written must be in the table that the schema is made from.
"""
import json
import re
import sys

import jsonschema


def close(schema):
    """Forbids keys that no properties name, in every object of the schema."""
    if isinstance(schema, list):
        for part in schema:
            close(part)
    elif isinstance(schema, dict):
        if schema.get("type") == "object" and isinstance(schema.get("properties"), dict):
            schema.setdefault("additionalProperties", False)
            if schema is TOP:
                schema["properties"]["schema"] = {"const": schema["title"]}
                schema["required"].append("schema")
        for part in schema.values():
            close(part)


TOP = json.load(open(sys.argv[1]))
jsonschema.Draft202012Validator.check_schema(TOP)
close(TOP)
formats = jsonschema.FormatChecker()
# as headroom writes times; the library alone leaves date-time unchecked
formats.checks("date-time")(lambda text: re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z", text))
validator = jsonschema.Draft202012Validator(TOP, format_checker=formats)
faults = 0
for name in sys.argv[2:]:
    for fault in validator.iter_errors(json.load(open(name))):
        faults += 1
        print(f"{name}: {'.'.join(map(str, fault.absolute_path))}: {fault.message[:160]}")
sys.exit(1 if faults else 0)
