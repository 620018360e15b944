/*
 * Opens pages of the report as people do and looks whether they hold what is promised: nothing loaded from
 * anywhere, no message on the console, no accessibility violation (axe-core, WCAG 2.2 AA), nothing wider than the
 * window, small, quick, and few pages on paper. `node check.js FOLDER`, with the folder's pages written by run.sh.
 */
'use strict';
const fs = require('fs'), path = require('path');
const puppeteer = require('puppeteer-core');
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const KINDS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const MOST_BYTES = 2000000, MOST_MS = 2000, MOST_SHEETS = 12;
const PATIENCE_MS = 180000;    /* of a machine that has other things to do: then the case fails by its own figures */

/* name of the case, page, and how it is looked at */
const cases = [
    ['empty store', 'empty', {}],
    ['one series', 'one', {}],
    ['every verdict', 'all', {}],
    ['5,000 series', 'many', {}],
    ['everything refused', 'refused', {}],
    ['hostile and right-to-left names', 'hostile', {}],
    ['no gnuplot', 'bare', {}],
    ['dark', 'all', { dark: true }],
    ['390 px wide', 'all', { width: 390 }],
    ['320 px wide, as at 400 % zoom', 'hostile', { width: 320 }],
    ['without JavaScript', 'all', { script: false }],
    ['on paper, 120 series', 'fleet', { print: true }],
    ['plans side by side', 'whatif', {}],
    ['the page of a mail', 'mail', { mail: true }],
];

async function violations(page) {
    await page.evaluate(axe);
    const found = await page.evaluate(kinds => window.axe.run(document, { runOnly: kinds }), KINDS);
    return found.violations.map(v => `${v.id}: ${v.nodes.length} × ${v.help} (${v.nodes[0].target.join(' ')})`);
}

/* What a script would have hidden or made must be there without it. */
async function isWhole(page) {
    return page.evaluate(() => document.querySelectorAll('tbody tr').length > 0 &&
                               !document.querySelector('.find'));
}

async function sheets(page, out) {
    await page.pdf({ path: out, format: 'A4' });
    return (fs.readFileSync(out, 'latin1').match(/\/Type\s*\/Page[^s]/g) || []).length;
}

async function look(browser, folder, [name, file, how]) {
    const faults = [], page = await browser.newPage();
    const where = path.resolve(folder, file + '.html');
    const width = how.width || 1280;

    page.setDefaultTimeout(PATIENCE_MS);

    page.on('console', message => faults.push(`console: ${message.text()}`));
    page.on('pageerror', error => faults.push(`error: ${error.message}`));
    page.on('dialog', dialog => { faults.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
    page.on('request', request => {
        if (!/^(file|data):/.test(request.url())) faults.push(`loads ${request.url()}`);
    });
    await page.setViewport({ width, height: 900 });
    await page.setJavaScriptEnabled(how.script !== false);
    if (how.dark) await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
    await page.goto('file://' + where, { waitUntil: 'load' });

    const took = await page.evaluate(() => performance.getEntriesByType('navigation')[0].loadEventEnd);
    const bytes = fs.statSync(where).size;
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);

    if (took > MOST_MS) faults.push(`opens in ${Math.round(took)} ms`);
    if (bytes > MOST_BYTES) faults.push(`${bytes} bytes`);
    if (wide > width) faults.push(`${wide} px wide in a window of ${width}`);
    if (how.script === false && !await isWhole(page)) faults.push('is not whole without JavaScript');
    if (how.print) {
        const count = await sheets(page, path.join(folder, file + '.pdf'));
        if (count < 1 || count > MOST_SHEETS) faults.push(`${count} sheets of paper`);
        console.log(`        ${count} sheets of A4`);
        await page.emulateMediaType('print');
    }
    faults.push(...await violations(page));
    await page.close();
    console.log(`${faults.length ? 'FAILED  ' : 'ok      '}${name}: ${bytes} bytes, open in ${Math.round(took)} ms`);
    faults.forEach(fault => console.log(`        ${fault}`));
    return faults.length === 0;
}

(async () => {
    const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM,
                                             args: ['--no-sandbox', '--disable-gpu'], protocolTimeout: PATIENCE_MS });
    let good = 0;
    for (const one of cases) good += await look(browser, process.argv[2], one);
    await browser.close();
    console.log(`${good} passed, ${cases.length - good} failed`);
    process.exit(good === cases.length ? 0 : 1);
})().catch(error => { console.error(error.message); process.exit(1); });
