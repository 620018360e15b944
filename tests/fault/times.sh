#!/bin/sh
# times.sh NAME BUILD - how often `make check` does what tests/fault/fault_NAME does; BUILD "long": make
# check-long. Under the sanitizers everything takes several times as long.
case $1-$2 in
kill-long)      echo "${KILLS:-10000}" ;;
calls-long)     echo 6000 ;;
memory-long)    echo 20000 ;;
stops-long)     echo 2000 ;;
power-long)     echo 12000 ;;
damage-long)    echo 10000 ;;
kill-release)   echo 200 ;;
calls-release)  echo 150 ;;
memory-release) echo 60 ;;
stops-release)  echo 60 ;;
power-release)  echo 600 ;;
memory-*)       echo 0 ;;    # the sanitizers bring an allocator of their own
damage-*)       echo 400 ;;
power-*)        echo 300 ;;
kill-*)         echo 20 ;;
*)              echo 20 ;;
esac
