"""Words that have to be read as one (``TOGETHER``, a line each) and pairs that must never be (``APART``)."""

TOGETHER = """
zeytin zeytini zeytinin zeytine zeytinde zeytinden zeytinler zeytinlerimiz zeytinlerimizin zeytinlik zeytinliklerimizden
kitap kitabı kitabın kitaba kitapta kitaptan kitaplar kitabım kitabımız kitaplarımızdaki kitabıyla kitapmış
ağaç ağacı ağacın ağaca ağaçta ağaçlar ağaçlarımız ağacımızdan
sokak sokağı sokağın sokağa sokakta sokaklar sokaklarımızdaki sokağındaki
çocuk çocuğu çocuğun çocuğa çocuklar çocuklarımızın çocuğumuz çocuğuyla
köpek köpeği köpeğin köpeğe köpekler köpeklerimizi
ekmek ekmeği ekmeğin ekmekler ekmeğimiz
destek desteği desteğin desteğe destekler desteğiyle desteklerinden
emek emeği emeğin emekleri
dilek dileği dilekler dileklerimizle
renk rengi renge renkler renginde
kent kenti kentin kente kentimiz kentimizdeki kentler
yurt yurdu yurdun yurda yurtlar yurdumuz
kanat kanadı kanatlar kanadında
hasat hasadı hasadın hasada hasatta hasadında
umut umudu umuda umutlar umudumuz
taç tacı taçlar
amaç amacı amacın amaçlar amacıyla
ilaç ilacı ilaçlar ilacın
araç aracı aracın araçlar araçlarımız
sonuç sonucu sonucun sonuçlar sonuçlarını
borç borcu borcun borçlar borcunu
güç gücü güce gücün gücümüz
şehir şehri şehrin şehre şehirler şehrimiz şehrimizdeki
burun burnu burnun burunlar
oğul oğlu oğlun oğullar
ağız ağzı ağza ağızlar
akıl aklı akla akıllar
isim ismi ismin isimler isminde
resim resmini resimler resmimiz resimlerinden
nehir nehri nehrin nehirler
omuz omzu omuzlar
gönül gönlü gönüller gönlünde
fikir fikri fikrin fikirler fikrini
vakit vakti vakitler vaktinde
su suyu suyun suya suda sudan sular suyumuz sularımızın suyuyla
deniz denizi denizin denizde denizler denizlerimizi
dere deresi derenin dereler deresinde
ada adası adanın adada adalar adasındaki
köy köyü köyün köye köyde köyler köyümüz köylerimizdeki
mahalle mahallesi mahallenin mahallede mahalleler mahallemiz mahallesindeki mahallelerimizin
cadde caddesi caddenin caddede caddeler caddesindeki
meydan meydanı meydanın meydanda meydanlar meydanındaki
belediye belediyesi belediyenin belediyeye belediyemiz belediyesinden belediyeler belediyesinin belediyelerinin
başkan başkanı başkanın başkana başkanlar başkanımız başkanımızın başkanından
meclis meclisi meclisin meclise mecliste meclisimiz meclisinin
müdür müdürü müdürün müdürler müdürümüz
müdürlük müdürlüğü müdürlüğün müdürlüğünce müdürlükler müdürlüğümüz müdürlüğünden
muhtar muhtarı muhtarlar muhtarımız muhtarlarımızla
muhtarlık muhtarlığı muhtarlıklar muhtarlığımız
vatandaş vatandaşı vatandaşlar vatandaşlarımız vatandaşlarımızdan
hemşehri hemşehrimiz hemşehrilerimiz hemşehrilerimizin
üretici üreticisi üreticinin üreticiler üreticilerimize
çiftçi çiftçinin çiftçiler çiftçilerimize
balıkçı balıkçının balıkçılar balıkçılarımız
esnaf esnafı esnafın esnafa esnaflar esnafımızın
öğrenci öğrencisi öğrenciler öğrencilerimiz öğrencilerine
öğretmen öğretmeni öğretmenler öğretmenlerimiz
gazeteci gazetecinin gazeteciler gazetecilere
yolcu yolcunun yolcular yolcularımız
sporcu sporcunun sporcular sporcularımızı
açılış açılışı açılışın açılışa açılışta açılışlar açılışımız açılışında
kapanış kapanışı kapanışın kapanışında
kuruluş kuruluşu kuruluşun kuruluşlar kuruluşları kuruluşundan
kurtuluş kurtuluşu kurtuluşun kurtuluşunun kurtuluşumuz
yarış yarışı yarışlar yarışlarında
yarışma yarışması yarışmalar yarışmasında
yürüyüş yürüyüşü yürüyüşe yürüyüşler yürüyüşünde
toplantı toplantısı toplantının toplantıya toplantılar toplantısında
tören töreni törenin törende törenler töreninde
şenlik şenliği şenlikte şenlikler şenliğimiz şenliğinde
festival festivali festivalin festivaller festivalimiz festivalinde
konser konseri konserler konserinde
sergi sergisi sergiler sergisinde
tiyatro tiyatrosu tiyatronun tiyatroda
müze müzesi müzenin müzeler müzesinde
kütüphane kütüphanesi kütüphanede kütüphaneler kütüphanemiz
park parkı parkın parka parklar parkımız parkında
liman limanı limanın limana limanlar limanında
iskele iskelesi iskeleye iskeleden
plaj plajı plajlar plajımızda
otobüs otobüsü otobüsler otobüslerimiz otobüsünde
feribot feribotu feribotla feribotlar
yangın yangını yangının yangınlar yangında yangınlarda
deprem depremi depremin depremde depremler depremlerde
fırtına fırtınası fırtınada fırtınalar
sel seli selde seller
kesinti kesintisi kesintiler kesintisinde
arıza arızası arızalar arızanın
boru borusu borular borunun
hat hattı hattın hattında hatlar
yol yolu yolun yola yolda yollar yolumuz yollarımız
köprü köprüsü köprünün köprüde köprüler
kaldırım kaldırımı kaldırımlar kaldırımda
çöp çöpü çöpler çöpün
atık atığı atığın atıklar atıklarını
temizlik temizliği temizliğin temizliğinde
sağlık sağlığı sağlığın sağlığımız
eğitim eğitimi eğitimin eğitimde eğitimler
ulaşım ulaşımı ulaşımın ulaşımda
dönüşüm dönüşümü dönüşümün dönüşümde
yatırım yatırımı yatırımlar yatırımın yatırımlarımız
bütçe bütçesi bütçenin bütçede
ihale ihalesi ihalenin ihaleye ihaleler
vergi vergisi vergiler vergisinin
hizmet hizmeti hizmetin hizmetler hizmetlerimiz
proje projesi projenin projeler projelerimizden
destan destanı destanın
kadın kadını kadının kadınlar kadınlarımız kadınlarımızın
genç genci gencin gençler gençlerimiz gençlere
yaşlı yaşlısı yaşlılar yaşlılarımıza
engelli engellisi engelliler engellilerimizin
gazi gazisi gaziler gazilerimiz
şehit şehidi şehidin şehitler şehitlerimiz
kilise kilisesi kilisenin kiliseler
cami camisi caminin camiler camisinde
zeytinyağı zeytinyağının zeytinyağına zeytinyağında zeytinyağını
yıldönümü yıldönümünde yıldönümünün
gökyüzü gökyüzünde gökyüzünün
ayçiçeği ayçiçeğinin ayçiçeğine
Ayvalık Ayvalık'ın Ayvalık’ta Ayvalık`tan AYVALIK AYVALIK'TA
Küçükköy Küçükköy'de Küçükköyde Küçükköydeki KÜÇÜKKÖY'ÜN
Sarımsaklı Sarımsaklı'da Sarımsaklı’nın SARIMSAKLI Sarımsaklıda
Altınova Altınova'daki ALTINOVA Altınova’ya Altınovadaki
Cunda Cunda'ya CUNDA Cunda’daki Cundada
İzmir İzmir'de İZMİR İZMİR'İN İzmirde
İstanbul İSTANBUL İstanbul'un ISTANBUL istanbul İstanbulda
Çanakkale ÇANAKKALE Çanakkale'nin Çanakkalede
Balıkesir BALIKESİR Balıkesir’in Balıkesirde
Türkiye TÜRKİYE Türkiye'nin Türkiyede
Atatürk ATATÜRK'ÜN Atatürk’ü Atatürkün
ASKİ ASKİ'nin aski ASKİ’den
TBMM TBMM'nin tbmm T.B.M.M. TBMM’ye
STK STK'lar STK'ların STK’larla stk
TC T.C. T.C.'nin tc
AŞ A.Ş. A.Ş.'nin
e-devlet e-Devlet e-Devlet'ten e-DEVLET
hikâye hikaye hikâyesi hikayenin HİKÂYE
kâğıt kağıt kâğıdı kağıtlar
rüzgâr rüzgar rüzgârı rüzgarlar RÜZGÂR
dükkân dükkan dükkânı dükkanlar
nikâh nikah nikâhı nikahlar
resmî resmi RESMÎ
tarihî tarihi
lâle lale lâleler
mahkûm mahkum
1.200 1200 1.200'ü
2026 2026'da 2026’nın
19 19'uncu 19’u
0123 123
%45
Wi-Fi wi-fi WI-FI
zey\u00adtin zeytin
zeyti\u0307n zeytin
ışık ışığı ışığın ışıklar IŞIK IŞIĞI ışıklarımız
ilçe ilçesi ilçemiz İLÇE İLÇEMİZ ilçenin
ırmak ırmağı IRMAK ırmaklar
iğne iğnesi İĞNE iğneler
"""

APART = """
başkan başka
başkan baş
baş başka
açılış açtı
açılış açık
kapanış kapalı
kuruluş kuru
kurtuluş kurt
sözlük söz
günlük gün
başlık baş
birlik bir
kaldırım kaldırıldı
yarış yarı
yarışma yarışı
yürüyüş yürüdü
yaşlı yaş
su şu
ölü oldu
on ön
göl gol
hal hala
aç açı
as aş
kaz kazı
koş koşu
ekim ekin
seçim seç
basın basım
basın basıncı
bakan bakım
kadın kadı
gelin gelir
yazı yaz
yüz yüzme
iş eş
kent kendi
dere derece
deniz denizli
kilise kilis
kitap kitabe
müdür müdürlük
muhtar muhtarlık
üretici üretim
balık balıkçı
zeytin zeytinyağı
gök gökyüzü
yıl yıldönümü
sarı sarımsaklı
küçük küçükköy
altın altınova
iz izmir
aski askı
aş aşı
stk stok
tc taç
2026 2027
123 1123
1.200 1.2
12 1200
45 54
cunda cuma
can canakkale
ayva ayvalık
lale lala
ırmak ırak
ışık aşık
ilçe ilke
gazi gaz
şehit şehir
hat hata
yol yolcu
çöp çöl
ihale ihlal
"""


def together():
    """Each first word of a line with each other one."""
    rows = [line.split() for line in _read(TOGETHER)]
    return [(row[0], other) for row in rows for other in row[1:]]


def apart():
    """The pairs."""
    return [tuple(line.split()) for line in _read(APART)]


def _read(table):
    return [line for line in table.encode("raw_unicode_escape").decode("raw_unicode_escape").splitlines() if line]
