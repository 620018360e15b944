/*
 * reports/html_style.c - how the page looks: light and dark, wide and narrow, screen and paper.
 *
 * Contrast is at least 4.5 : 1 in both schemes. State is shown by a mark and a
 * word; colour only repeats it.
 */
#include "reports/html.h"

const char *const html_style[] = {
    ":root{color-scheme:light dark;--bg:#f3f4f6;--card:#fff;--ink:#17212b;--dim:#525e6b;"
    "--line:#dde2e8;--link:#1a56a0;--head:#14202e;--c:#b3201f;--cb:#fdeceb;--w:#875000;"
    "--wb:#fff2d9;--n:#1f5fa8;--nb:#e8f0fa;--o:#1d6b46;--ob:#e5f3ea;--bar:#e08a3c;--track:#e6e9ed}\n",
    "@media (prefers-color-scheme:dark){:root{--bg:#10151b;--card:#19212a;--ink:#e8ecf1;"
    "--dim:#a7b2be;--line:#2d3843;--link:#8fbcf2;--head:#0b1016;--c:#ff968e;--cb:#3b1b1b;"
    "--w:#f3bd66;--wb:#34270f;--n:#93bff4;--nb:#172a40;--o:#86d3a8;--ob:#14301f;--bar:#d9873d;"
    "--track:#2d3843}}\n",
    "*{box-sizing:border-box}\n",
    "body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"
    "\"Segoe UI\",Roboto,\"Noto Sans\",\"DejaVu Sans\",sans-serif;font-variant-numeric:tabular-nums}\n",
    "a{color:var(--link)}:focus-visible{outline:3px solid var(--link);outline-offset:2px}\n",
    ".skip{position:absolute;left:-999px}.skip:focus{left:1rem;top:1rem;background:var(--card);"
    "padding:.5rem 1rem;z-index:1}\n",
    ".in{max-width:1120px;margin:0 auto;padding:0 24px}\n",
    "header{background:var(--head);color:#eef2f6;padding:18px 0 16px}\n",
    "header .in{display:flex;flex-wrap:wrap;gap:4px 24px;align-items:baseline}\n",
    "h1{font-size:1.05rem;font-weight:600;letter-spacing:.02em;margin:0}\n",
    "nav ul{list-style:none;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:2px 18px;"
    "font-size:.875rem}nav a{color:#c9d6e4}nav{margin-left:auto}\n",
    "main{display:block;padding-bottom:40px}\n",
    "#headline h2{position:absolute;left:-999px}#headline h2+h3{margin-top:30px}\n",
    "h2{font-size:1.3rem;line-height:1.25;margin:44px 0 12px}\n",
    "h3{font-size:1.08rem;line-height:1.35;margin:0;overflow-wrap:anywhere}\n",
    "h3 small,th small{display:block;font-weight:400;color:var(--dim);font-size:.8125rem;"
    "overflow-wrap:anywhere}\n",
    "p{margin:0 0 12px;max-width:76ch}\n",
    ".lead{font-size:1.75rem;line-height:1.28;font-weight:650;letter-spacing:-.01em;"
    "margin:30px 0 18px;max-width:40em;text-wrap:pretty;overflow-wrap:anywhere}\n",
    ".tiles{list-style:none;margin:0 0 14px;padding:0;display:grid;gap:12px;"
    "grid-template-columns:repeat(4,1fr)}\n",
    ".tiles li{background:var(--card);border:1px solid var(--line);border-top:4px solid var(--o);"
    "border-radius:8px;padding:10px 16px 12px;color:var(--dim);font-size:.9375rem;line-height:1.35}\n",
    ".tiles b{display:block;font-size:2rem;line-height:1.2;color:var(--o)}\n",
    ".tiles .c{border-top-color:var(--c)}.tiles .c b{color:var(--c)}"
    ".tiles .w{border-top-color:var(--w)}.tiles .w b{color:var(--w)}"
    ".tiles .n{border-top-color:var(--n)}.tiles .n b{color:var(--n)}\n",
    ".tiles .zero{border-top-color:var(--line)}.tiles .zero b{color:var(--dim)}\n",
    "article{background:var(--card);border:1px solid var(--line);border-left:6px solid var(--o);"
    "border-radius:8px;padding:12px 18px 12px;margin:0 0 12px;display:grid;"
    "grid-template-columns:1fr auto;gap:2px 24px}\n",
    "article.c{border-left-color:var(--c)}article.w{border-left-color:var(--w)}"
    "article.n{border-left-color:var(--n)}\n",
    ".tag{display:inline-block;border-radius:4px;padding:1px 8px;margin:0 0 4px;font-size:.8125rem;"
    "font-weight:650;background:var(--ob);color:var(--o)}\n",
    ".tag.c{background:var(--cb);color:var(--c)}.tag.w{background:var(--wb);color:var(--w)}"
    ".tag.n{background:var(--nb);color:var(--n)}\n",
    ".tag.c::before{content:\"\\25B2\\25B2\\a0\"}.tag.w::before{content:\"\\25B2\\a0\"}"
    ".tag.n::before{content:\"\\25CF\\a0\"}\n",
    ".do{font-size:1.0625rem;margin:4px 0 0}\n",
    ".when{text-align:right;line-height:1.3;min-width:9.5em}.when b{display:block;font-size:1.5rem;"
    "white-space:nowrap}.when span{color:var(--dim);font-size:.875rem}\n",
    "article.c .when b{color:var(--c)}\n",
    ".wide{grid-column:1/-1;min-width:0}\n",
    ".facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(144px,1fr));gap:8px 18px;"
    "margin:6px 0 0;font-size:.9rem;line-height:1.38}.facts dt{color:var(--dim);font-size:.8125rem}"
    ".facts dd{margin:0;"
    "overflow-wrap:anywhere}\n",
    ".list{display:grid;grid-template-columns:minmax(150px,18em) 1fr;gap:2px 20px;margin:0 0 16px}"
    ".list dt{color:var(--dim)}.list dd{margin:0;overflow-wrap:anywhere}\n",
    ".strip{display:block;width:100%;height:38px;margin:4px 0 0;overflow:visible;fill:var(--bar);"
    "font-size:12px}.strip svg{overflow:visible}.strip text{fill:var(--dim)}.strip .track{fill:"
    "var(--track)}.strip .m{fill:var(--ink)}.strip .a{fill:var(--c);stroke:var(--card);"
    "stroke-width:2}#fade stop{stop-color:var(--bar)}\n",
    ".key{color:var(--dim);font-size:.875rem}.key span{display:inline-block;margin-right:1.4em}\n",
    ".key i{display:inline-block;margin-right:.5em;vertical-align:middle}.key .a{width:11px;"
    "height:11px;background:var(--c);transform:rotate(45deg)}.key .b{width:34px;height:6px;"
    "border-radius:3px;background:var(--bar)}.key .m{width:4px;height:16px;background:var(--ink)}\n",
    "details{margin:6px 0 0}summary{cursor:pointer;color:var(--link);width:fit-content}"
    "details ul{margin:6px 0 0;padding-left:1.3em}\n",
    ".scroll{overflow-x:auto;background:var(--card);border:1px solid var(--line);"
    "border-radius:8px;margin:0 0 14px}\n",
    "table{border-collapse:collapse;width:100%;font-size:.875rem;line-height:1.35}\n",
    "caption{text-align:left;padding:10px 12px;color:var(--dim)}\n",
    "th,td{padding:7px 9px;text-align:left;vertical-align:top;border-top:1px solid var(--line)}\n",
    "thead th{font-weight:600;color:var(--dim);white-space:nowrap;vertical-align:bottom;"
    "border-top:0;border-bottom:1px solid var(--line)}\n",
    "td{white-space:nowrap}tbody th{font-weight:600;min-width:15em;overflow-wrap:anywhere}tbody tr:first-child>*"
    "{border-top:0}\n",
    "thead button{font:inherit;color:inherit;background:none;border:0;padding:0;cursor:pointer}"
    "thead button::after{content:\"\\a0\\2195\";opacity:.55}"
    "[aria-sort=ascending] button::after{content:\"\\a0\\2191\";opacity:1}"
    "[aria-sort=descending] button::after{content:\"\\a0\\2193\";opacity:1}\n",
    ".r2 :is(td,th):nth-child(2),.r3 :is(td,th):nth-child(3),.r4 :is(td,th):nth-child(4),"
    ".r5 :is(td,th):nth-child(5),.r6 :is(td,th):nth-child(6),.r7 :is(td,th):nth-child(7),"
    ".r8 :is(td,th):nth-child(8),.r9 :is(td,th):nth-child(9),.r10 :is(td,th):nth-child(10),"
    ".r12 :is(td,th):nth-child(12){text-align:right;max-width:10.5em;overflow:hidden;"
    "text-overflow:ellipsis}\n",
    ".p2 :is(td,th):nth-child(2),.p3 :is(td,th):nth-child(3),.p4 :is(td,th):nth-child(4),"
    ".p5 :is(td,th):nth-child(5),.p11 :is(td,th):nth-child(11){min-width:22em;white-space:normal}\n",
    ".p11 thead th{white-space:normal}.p11 :is(td,th){padding:7px 6px}.p11 tbody th{min-width:10em}"
    ".p11 td:nth-child(3),.p11 td:nth-child(4){white-space:normal}.p11 :is(td,th):nth-child(11){min-width:16em}\n",
    "td i{font-style:normal;white-space:nowrap;color:var(--o)}td .c{color:var(--c);font-weight:650}"
    "td .w{color:var(--w);font-weight:650}td .n{color:var(--n)}td .i{color:var(--dim)}\n",
    "td .c::before{content:\"\\25B2\\25B2\\a0\"}td .w::before{content:\"\\25B2\\a0\"}"
    "td .n::before{content:\"\\25CF\\a0\"}\n",
    ".k{display:block;width:92px;height:26px;fill:none;stroke:var(--link);stroke-width:1.5;"
    "stroke-linejoin:round;vector-effect:non-scaling-stroke}.k path{vector-effect:"
    "non-scaling-stroke}\n",
    ".find{display:flex;flex-wrap:wrap;gap:8px 16px;align-items:center;margin:0 0 10px}"
    ".find input{font:inherit;padding:6px 10px;border:1px solid var(--dim);border-radius:6px;"
    "background:var(--card);color:var(--ink);width:22em;max-width:100%}\n",
    "figure{margin:0 0 22px;background:var(--card);border:1px solid var(--line);border-radius:8px;"
    "padding:14px 18px}figcaption{margin:0 0 10px}figcaption p{margin:6px 0 0}figure img{display:block;width:100%;height:auto;"
    "background:#fff;border-radius:4px}\n",
    "figure .scroll,figure p{margin:8px 0 0}\n",
    "footer{color:var(--dim);font-size:.875rem;padding:0 0 32px}\n",
    "@media screen and (max-width:720px){.in{padding:0 14px}.lead{font-size:1.35rem;margin-top:20px}"
    ".tiles{grid-template-columns:1fr 1fr}article{grid-template-columns:1fr;padding:14px}"
    ".when{text-align:left;grid-row:1}.when b{font-size:1.3rem}.list{grid-template-columns:1fr}"
    ".list dd{margin-bottom:6px}nav{margin-left:0}}\n",
    "@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}\n",
    "@media print{:root{--bg:#fff;--card:#fff;--ink:#000;--dim:#444;--line:#bbb;--head:#fff;"
    "color-scheme:light}body{font-size:9.5pt;line-height:1.35;print-color-adjust:exact;"
    "-webkit-print-color-adjust:exact}header{color:#000;padding:0}nav,.find,.skip,details"
    "{display:none}.in{padding:0;max-width:none}main{padding:0}"
    "article,figure,.tiles,tr{break-inside:avoid}thead{display:table-header-group}"
    "h2{break-after:avoid;margin:14pt 0 6pt;font-size:14pt}h3{font-size:11pt}"
    ".lead{font-size:16pt;margin:6pt 0 8pt}.tiles{gap:6pt}.tiles li{padding:3pt 8pt}"
    ".tiles b{font-size:15pt}article{padding:6pt 9pt;margin:0 0 6pt}.do{font-size:10.5pt;margin:0}"
    ".when b{font-size:13pt}.facts{grid-template-columns:repeat(6,1fr);font-size:8pt;gap:0 8pt}"
    ".facts dt{font-size:7.5pt}.scroll{overflow:visible;border:0}"
    "th,td{padding:1.5pt 4pt}table{font-size:7.5pt}th small{font-size:6.5pt}tbody th{min-width:9em}"
    "caption{padding:0 4pt 2pt}.k{width:60px;height:13px}"
    "#charts{break-before:page;display:grid;grid-template-columns:1fr 1fr;gap:0 14pt}#charts>h2,#charts>p"
    "{grid-column:1/-1}figure{padding:0;border:0;margin:0 0 8pt;font-size:8pt;min-width:0}"
    "@page{margin:12mm}}\n", NULL,
};
