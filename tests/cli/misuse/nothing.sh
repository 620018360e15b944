headroom >out
code=$?
[ -s out ] && echo "something on stdout"
exit $code
