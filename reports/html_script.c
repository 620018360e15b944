/*
 * reports/html_script.c - sorting and filtering; the page is whole without it.
 *
 * A cell sorts by what it shows: a date by its day, a number by its value with
 * its multiple, a state by its urgency, other text by its letters; unknown last.
 * A test computes the hash anew and names it when the script was changed.
 */
#include "reports/html.h"

const char html_script[] =
    "(function(){'use strict';var M={Ki:1024,Mi:1048576,Gi:1073741824,Ti:1099511627776,"
    "Pi:1125899906842624,k:1e3,M:1e6,G:1e9,T:1e12,P:1e15};\n"
    "function key(c){var i=c.querySelector('i'),t=c.textContent.trim(),m;\n"
    "if(i)return 'cwni'.indexOf(i.className||'z')+1||9;\n"
    "if(t===''||t==='\\u2013')return null;if(/now$/.test(t))return -1e99;\n"
    "m=/^\\d+ [A-Z][a-z]{2} \\d{4}/.exec(t);if(m)return Date.parse(m[0]);\n"
    "m=/^([+-]?[\\d,]*\\.?\\d+)\\s*([KMGTP]i|[kMGTP])?/.exec(t);\n"
    "return m?parseFloat(m[1].replace(/,/g,''))*(M[m[2]]||1):t.toLowerCase();}\n"
    "function order(a,b){if(a.k===null||b.k===null)return(a.k===null)-(b.k===null);\n"
    "if(typeof a.k!==typeof b.k)return typeof a.k==='number'?-1:1;return a.k<b.k?-1:a.k>b.k?1:0;}\n"
    "document.querySelectorAll('table[data-tools]').forEach(function(t){var b=t.tBodies[0],"
    "rows=[].slice.call(b.rows),heads=[].slice.call(t.tHead.rows[0].cells);\n"
    "heads.forEach(function(h,n){if(h.hasAttribute('data-plain'))return;"
    "var x=document.createElement('button');x.type='button';x.textContent=h.textContent;"
    "h.textContent='';h.appendChild(x);x.addEventListener('click',function(){\n"
    "var up=h.getAttribute('aria-sort')!=='ascending';heads.forEach(function(o){"
    "o.removeAttribute('aria-sort');});h.setAttribute('aria-sort',up?'ascending':'descending');\n"
    "rows.map(function(r,i){return{r:r,i:i,k:key(r.cells[n])};}).sort(function(p,q){var o=order(p,q);"
    "return(p.k===null||q.k===null||up?o:-o)||p.i-q.i;}).forEach(function(e){b.appendChild(e.r);});"
    "});});\n"
    "var p=document.createElement('p'),l=document.createElement('label'),"
    "f=document.createElement('input'),s=document.createElement('span');p.className='find';"
    "l.textContent='Show only ';f.type='search';f.placeholder='part of a name or state';"
    "s.setAttribute('aria-live','polite');l.appendChild(f);p.appendChild(l);p.appendChild(s);\n"
    "t.parentNode.parentNode.insertBefore(p,t.parentNode);f.addEventListener('input',function(){"
    "var w=f.value.toLowerCase(),n=0;rows.forEach(function(r){var y=r.textContent.toLowerCase()"
    ".indexOf(w)>=0;r.hidden=!y;n+=y;});s.textContent=w?n+' of '+rows.length:'';});});\n"
    "})();\n";

const char html_script_hash[] = "XXepCNAQlrdZFYFdlHxuQK9OdUyvfLGO6GtHrzP24h0=";
