# other commands name the first mistake and do nothing; help and doctor go on
printf '[policy]\nwarnin = 80\nlead_tme = 3d\n' >headroom.ini
headroom series
echo "[$?]"
headroom help series >/dev/null
echo "[$?]"
headroom doctor 2>&1 | grep -E 'config|headroom:'
