"""Turkish that searches stumble over: what a query finds (``FOUND``) and what it must not (``MISSED``).

Each line is a query and a text; both are of what a press office writes.
"""

# What a plain database, Plone or Wagtail failed at when they were measured, all of it.
PEERS = """
IŞIK | IŞIK
ışık | IŞIK
isik | IŞIK
IŞIK | ışık
İSTANBUL | İSTANBUL
istanbul | İSTANBUL
İstanbul | İSTANBUL
ISTANBUL | İSTANBUL
Çanakkale | Çanakkale
çanakkale | Çanakkale
canakkale | Çanakkale
CANAKKALE | Çanakkale
zeytinlikleri | zeytinlikleri
zeytinlik | zeytinlikleri
zeytin | zeytinlikleri
izmir | İzmir'deki
kitap | kitabını
ışıklandırma | ışıklandırma
IŞIKLANDIRMA | ışıklandırma
isiklandirma | ışıklandırma
"""

FOUND = (
    PEERS
    + """
iğne | İĞNE
İĞNE | iğne
IĞDIR | Iğdır
ığdır | IĞDIR
igdir | Iğdır
ığdır | Iğdır'ın
ILICA | ılıca
ilica | Ilıca
İLÇE | ilçe
ilçe | İLÇEMİZ
ilce | İlçemizde
DİKİLİ | Dikili'de
dikili | DİKİLİ
Dikili | DIKILI
sığırcık | SIĞIRCIK
SINDIRGI | Sındırgı
sindirgi | Sındırgı'daki
kırmızı | KIRMIZI
kirmizi | KIRMIZI
iyi | İYİ
ırmak | IRMAĞI
IRMAK | ırmağın
yakın | YAKIN
hikâye | hikaye
hikaye | hikâyesi
hikâyesi | HİKÂYE
nikah | nikâhı
nikâh | nikahı
nikâh salonu | Nikah salonunda
resmi | resmî
resmî | resmi
resmî törenler | resmi törenle
kâtip | katip
lâle | lale
ahlâk | ahlakı
mahkûm | mahkum
sükûn | sukun
rüzgâr | rüzgar
rüzgar | rüzgârlı rüzgâr
dükkân | dükkanlar
tarihî | tarihi
tarih | tarihî
belediye | belediyesi
belediye | belediyenin
belediye | belediyemizce belediyemiz
belediyesi | Belediye Başkanlığı
belediyemiz | BELEDİYE
Belediyesi'nin | belediye
başkan | başkanımız
başkanı | BAŞKAN
Başkanı'nın | başkan
baskan | Başkanı
müdür | müdürü
müdürlük | Müdürlüğü'nce
müdürlüğü | MÜDÜRLÜK
mudurluk | Müdürlüğümüz
meclis | Meclisi'nin
mahalle | mahallelerimizde
mahallesi | mahalleler
mahalle | Mahallesi'ndeki
muhtar | muhtarlarımızla
vatandaş | vatandaşlarımızın
vatandas | vatandaşlara
kitap | kitabı
kitap | kitaplarımızdan
kitabın | kitaplar
ağaç | ağacı
ağaç | ağaçlar
agac | ağaçların
çocuk | çocuğu
çocuk | çocuklarımıza
cocuk | çocuğun
cocuklar | çocuk
sokak | sokağı
sokak | sokaklarda
sokağa | sokak
köpek | köpeği
ekmek | ekmeğin
dilek | dileği
destek | desteği
destek | destekleri
hasat | hasadı
hasadı | hasat
yardım | yardımlar
renk | rengi
kent | kentimizin
su | suyu
su | suyun
suyu | sular
su | sularının
şehir | şehri
sehir | şehrimiz
şehir | şehirlerin
burun | burnu
oğul | oğlu
ağız | ağzı
akıl | aklı
resim | resmini
isim | ismi
orman | ormanı
orman | ormanlarımızda
yangın | yangınlarda
yangin | yangını
deprem | depremde
afet | afetlere
temizlik | temizliği
dönüşüm | dönüşümü
donusum | dönüşüm
ulaşım | ulaşımda
ulasim | ulaşımı
otobüs | otobüsleri
otobus | otobüsü
proje | projesi
proje | projelerimiz
hizmet | hizmetleri
tören | törenle
toren | töreni
bayram | bayramımız
festival | festivali
festivali | festivaller
sergi | sergisi
konser | konserler
tiyatro | tiyatrosu
öğrenci | öğrencilere
ogrenci | öğrencileri
öğretmen | öğretmenler
üretici | üreticilerimiz
uretici | üreticiye
kadın | kadınlar
kadin | kadınların
genç | gençler
genç | gence gençlere
yaşlı | yaşlılarımız
engelli | engellilere
açılış | açılışı
açılış | açılışına
açılışı | açılış
acilis | açılışının
kapanış | kapanışında
kurtuluş | kurtuluşunun
kurtulus | kurtuluşu
yürüyüş | yürüyüşü
yuruyus | yürüyüşe
yarış | yarışları
yarışma | yarışması
sözlük | sözlüğü
sozluk | sözlükte
günlük | günlüğü
kaldırım | kaldırımlar
kaldirim | kaldırımı
zeytinyağı | zeytinyağının
zeytinyagi | zeytinyağı
yıldönümü | yıldönümünde
gökyüzü | gökyüzünde
küçükköy | Küçükköydeki
küçükköy | Küçükköy'de
kucukkoy | KÜÇÜKKÖY
sarımsaklı | Sarımsaklının
sarimsakli | Sarımsaklı'da
cunda | Cunda'nın
altınova | Altınova’daki
ayvalık | Ayvalık`ta
ayvalık | Ayvalık´ın
ayvalık | Ayvalıkʼta
ayvalık | Ayvalık‘ta
Ayvalık'ta | Ayvalık’ın
Ayvalık'ın | AYVALIK
ayvalikta | Ayvalıkta
balıkesir | Balıkesir'den
balikesir | BALIKESİR
türkiye | Türkiye'nin
atatürk | Atatürk'ü
ataturk | ATATÜRK'ÜN
Kur'an | Kur’an
Kur'an | Kuran
kuran | Kur'an'ın
san'at | sanat
aski | ASKİ'nin
aski | ASKİ
ASKI | ASKİ'den
tbmm | TBMM'de
TBMM | T.B.M.M.
T.C. | TC
tc | T.C.'nin
A.Ş. | AŞ
aş | A.Ş.'nin
stk | STK'lar
STK'ların | stk
COVID-19 | covid-19
covid | COVID-19
wifi | WIFI
5g | 5G'ye
2026/0123 | 2026/0123 sayılı
2026/123 | 2026/0123
15.09.2026 | 15 Eylül 2026
15 eylül 2026 | 15.09.2026
2026-09-15 | 15.9.2026'da
eylül 2026 | 15/09/2026
"15 eylül" | 15.09.2026
1200 | 1.200 kişi
1.200 | 1200 kişi
1.200.000 | 1200000 lira
"1.200 kişi" | 1200 kişi
45 | %45
%45 | 45
14.30 | 14.30'da
14:30 | 14.30
19 mayıs | 19 Mayıs'ta
19'uncu | 19'uncusu
2026'da | 2026
0266 312 10 01 | 0266 312 10 01
312 10 01 | (0266) 312 10 01
basin@ayvalik.example | basin@ayvalik.example
www.ayvalik.example | https://www.ayvalik.example/bultenler/
#AyvalıkFestivali | #AyvalıkFestivali
#ayvalikfestivali | #AyvalıkFestivali
festival | #AyvalıkFestivali
ayvalık | #Ayvalık_Festivali
@ayvalikbel | @ayvalikbel
e-devlet | e-Devlet
edevlet | e-Devlet'ten
e-devlet | eDevlet
e-devlet | e‐devlet e-devlet
Balıkesir-Çanakkale | Balıkesir-Çanakkale yolu
çanakkale | Balıkesir-Çanakkale
2025-2026 | 2025-2026 sezonu
zeytin-hasat | zeytin hasadı
kültür/sanat | kültür/sanat
zeytin,hasat | hasat ve zeytin
hasat zeytin | zeytin hasadı
"zeytin hasadı" | Zeytin hasadı başladı
"zeytin hasadı" | zeytin
hasadı
“zeytin hasadı” | ZEYTİN  HASADI
"zeytin hasadi" | zeytin hasadı
zeytin ve hasat | zeytin hasadı
zeytin için | zeytin
ve | ve
zeyt* | zeytinlik
işıkl* | ışıklı
ışıkland* | ışıklandırma
zeytin -konser | zeytin hasadı
zeytin -"zeytin konseri" | konser ve zeytin
zeytin🎉 | zeytin
zeytin | 🎉zeytin🎉
zey\u00adtin | zeytin
zeytin | zey\u00adtinlik zey\u00adtin
zeyti\u0307n | zeytin
\u0131s\u0327\u0131k | ışık
is\u0327c\u0327i | işçi
işçi | is\u0327c\u0327i
ＺＥＹＴＩＮ | zeytin
zeytin AND hasat | zeytin and hasat
(zeytin) | zeytin
zeytin~2 | zeytin 2
zeytin^3 | zeytin 3
title:zeytin | title zeytin
zeytin:hasat | zeytin hasat
+zeytin | zeytin
zeytin' | zeytin
'zeytin | zeytin
"zeytin | zeytin
"" zeytin | zeytin
zeytin - | zeytin
"""
)

MISSED = """
başka | başkan
başkan | başka
açılış | açıktı
açılış | açtı
sözlük | söz
söz | sözlük
ölü | oldu
öldü | oldu
göl | gol
şu | su
aşık | asık
kurtuluş | kurtuldu
yaşlı | yaş
yüzme | yüzü
zeytin | zebra
belediye | beledi
ırak | uzak
"zeytin hasadı" | hasadı zeytin
"zeytin hasadı" | zeytinin bol hasadı
zeytin hasat | zeytin
zeytin -hasat | zeytin hasadı
-zeytin konser | zeytin konseri
zeytin -"zeytin hasadı" | zeytin hasadı
2026/0123 | 2026/0124
2026/0123 | 0123 ve 2026
1200 | 12 ve 00
15.09.2026 | 15 Ekim 2026
15.09.2026 | 2026 yılı 15 kişi
A.Ş. | aşı
zeyt | zeytin
canakkale | can
e-devlet | devlet e
basin@ayvalik.example | basin ve ayvalik
"kültür sanat" | kültürel sanat
zeytin OR hasat | zeytin
"""


def lines(table):
    """The pairs of a table; a text may go on in the line below."""
    pairs = []
    for line in table.encode("raw_unicode_escape").decode("raw_unicode_escape").splitlines():
        query, bar, text = line.partition(" | ")
        if bar:
            pairs.append((query, text))
        elif line:
            pairs[-1] = (pairs[-1][0], f"{pairs[-1][1]}\n{line}")
    return pairs
