# Pages are HTML to an independent reader. Its warnings (status 1) are of what is newer than it: <div> in <dl>, placed <svg>.
for page in all empty one fleet refused hostile bare; do
    demo_report html $page >page.html
    tidy -quiet -errors page.html 2>faults
    [ $? -le 1 ] && echo "$page: no errors"
    grep ' Error: ' faults
done
:
