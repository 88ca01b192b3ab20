import time
from tests.e2e import test_every_page as t, accessibility as a
T={}
def wrap(name, mod):
    f=getattr(mod,name)
    def g(*x,**k):
        s=time.perf_counter()
        try: return f(*x,**k)
        finally: T.setdefault(name,[]).append(time.perf_counter()-s)
    setattr(mod,name,g)
def test_p(open_page, institute):
    from playwright.sync_api import Page
    wrap("violations",t); wrap("violations_in_the_dark",t)
    P=Page
    for n in ("goto","evaluate","set_viewport_size","emulate_media"):
        wrap(n,P)
    v=t.registrar(institute, open_page(reduced_motion="reduce"))
    s=time.perf_counter()
    for path,look in t.pages_of(v,"en"):
        print(path, list(t.faults_of(v.page,path,look,"en")))
    print("all",time.perf_counter()-s)
    for k,l in T.items(): print(k,len(l),sum(l),max(l))
    import os,subprocess
    print(subprocess.run("ps -eo pid,ppid,time,args --sort=-time | grep -i chrom | cut -c1-110 | head -5",shell=True,capture_output=True,text=True).stdout)
