# What every command writes as JSON is what its published schema says, key by key.
export HEADROOM_CONFIG="$HEADROOM_SOURCE/data/samples/headroom.ini"
holds() {    # SCHEMA COMMAND...: its output
    schema=$1
    shift
    headroom -q "$@" >document.json 2>err || cat err
    grep -q "\"schema\":\"headroom.$schema/1\"" document.json || echo "$*: no $schema"
    headroom help --schema "headroom.$schema-1.json" >schema.json
    /usr/bin/python3 "$HEADROOM_SOURCE/tests/tools/json_holds.py" schema.json document.json ||
        echo "$*: analyzer/manual/json_rows_*.c has the tables"
    echo "$schema" >>held
}
cp "$HEADROOM_SOURCE/tests/cli/ingest/bad-rows.csv" .
holds ingest ingest --output-format json "$HEADROOM_SOURCE"/data/samples/*.gz bad-rows.csv
holds series series --format json
holds formats formats --format json
holds analysis analyze --format json --record --as-of 2025-11-01
holds analysis report --format json --record
holds analysis report --format json --compare 1
holds explain explain '*/web-01/disk_used*' --format json
holds forecast forecast --format json --step 1d '*disk_used*'
holds backtest backtest --format json '*pg_stat_activity*'
holds size size capacity --format json '*disk_used*'
holds size size pool --format json '*db-main*activity*' --instances 8
holds size size scaler --format json '*prod-connector*cpu*' --instances 10 --min 2 --max 10
holds simulate simulate '*prod-connector*cpu*' --instances 10 --max 12 --format json
holds simulate simulate '*prod-connector*cpu*' --instances 10 --max 12 --format json --search
holds whatif whatif --format json '*disk_used*' --growth +20%
headroom -q event add '*disk*' --at 2025-11-04 --kind cleanup --note 'old "logs"'
headroom -q event add '*' --at 2025-10-01 --until 2025-10-02 --kind ignore
holds events event list --format json
headroom -q capacity set '*/web-01/disk_used*' 200GiB --from 2025-11-01
holds capacity capacity list --format json
holds ledger ledger --format json
holds run ledger 1 --format json
holds query query --format json "SELECT series, at, value, NULL AS missing FROM samples LIMIT 9"
holds merge merge headroom.db --into other.db --format json
holds config config show --format json
holds config config show '*/web-01/disk_used*' --format json
holds doctor doctor --format json
holds verify verify --format json
headroom check --json >document.json
headroom help --schema headroom.check-1.json >schema.json
/usr/bin/python3 "$HEADROOM_SOURCE/tests/tools/json_holds.py" schema.json document.json
echo check >>held

# Every schema that is published was held, and stands in the documents as it is printed.
headroom help --schema | sed 's/^headroom\.//; s/-1\.json$//' | while read -r schema; do
    grep -qx "$schema" held || echo "$schema: nothing was held against it"
    headroom help --schema "headroom.$schema-1.json" |
        cmp - "$HEADROOM_SOURCE/docs/json/headroom.$schema-1.json" || echo "'make schemas' writes it anew"
done
headroom help --schema headroom.analysi-1.json
