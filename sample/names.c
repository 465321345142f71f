/* SPDX-License-Identifier: Apache-2.0 */
#include "names.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

const struct name names_first[] = {
	{"Annegret", "annegret"},   {"Balthasar", "balthasar"},
	{"Cosima", "cosima"},	    {"Dietlinde", "dietlinde"},
	{"Ekkehard", "ekkehard"},   {"Friederike", "friederike"},
	{"Gottlieb", "gottlieb"},   {"Hildegund", "hildegund"},
	{"Irmtraud", "irmtraud"},   {"Jonathan", "jonathan"},
	{"Käthe", "kaethe"},	    {"Ludowika", "ludowika"},
	{"Mechthild", "mechthild"}, {"Norbert", "norbert"},
	{"Ottilie", "ottilie"},	    {"Philippa", "philippa"},
	{"Quirin", "quirin"},	    {"Roswitha", "roswitha"},
	{"Sieglinde", "sieglinde"}, {"Theobald", "theobald"},
	{"Ursula", "ursula"},	    {"Veit", "veit"},
	{"Wilma", "wilma"},	    {"Xaver", "xaver"},
	{"Yvonne", "yvonne"},	    {"Zacharias", "zacharias"},
	{"Jürgen", "juergen"},	    {"Søren", "soren"},
	{"Åse", "ase"},		    {"Noël", "noel"},
	{"Zoé", "zoe"},		    {"Břetislav", "bretislav"},
	{"Šárka", "sarka"},	    {"Żaneta", "zaneta"},
	{"Ilmārs", "ilmars"},	    {"Gülsüm", "gulsum"},
	{"Людмила", "ljudmila"},    {"Аркадий", "arkadij"},
	{"Θάλεια", "thaleia"},	    {"千代", "chiyo"},
	{"志明", "zhiming"},	    {"יונה", "yona"},
	{"زينب", "zaynab"},	    {"लता", "lata"},
};
const size_t names_first_count = COUNT(names_first);

const struct name names_last[] = {
	{"Achtziger", "achtziger"},	{"Birnbaumer", "birnbaumer"},
	{"Crailsheim", "crailsheim"},	{"Dünnebeil", "duennebeil"},
	{"Eichkatz", "eichkatz"},	{"Feuerstack", "feuerstack"},
	{"Grünspan", "gruenspan"},	{"Haferkamp", "haferkamp"},
	{"Igelbrink", "igelbrink"},	{"Junkermann", "junkermann"},
	{"Krähenbühl", "kraehenbuehl"}, {"Löwenstrauch", "loewenstrauch"},
	{"Mühlenfels", "muehlenfels"},	{"Nachtigäller", "nachtigaeller"},
	{"O'Carrigan", "ocarrigan"},	{"Pfeffersack", "pfeffersack"},
	{"Quastenberg", "quastenberg"}, {"Rübenkönig", "ruebenkoenig"},
	{"Sauerbier", "sauerbier"},	{"Tannhuber", "tannhuber"},
	{"Ueberschär", "ueberschaer"},	{"Vogelweid", "vogelweid"},
	{"Wackernagel", "wackernagel"}, {"Ystebø", "ystebo"},
	{"Zwiebelfisch", "zwiebelfisch"}, {"Van der Kolk", "vanderkolk"},
	{"Bécquelin", "becquelin"},	{"Fjällström", "fjallstrom"},
	{"Ruzicková", "ruzickova"},	{"Čapková", "capkova"},
	{"Mesterházi", "mesterhazi"},	{"Çelikkol", "celikkol"},
	{"Ветрова", "vetrova"},		{"Καραμήτρου", "karamitrou"},
	{"松風", "matsukaze"},		{"Smythe-Jones", "smythe-jones"},
};
const size_t names_last_count = COUNT(names_last);

const char *const names_domain[] = {
	"brunnenhof.example",
	"sip.fernruf-sued.example",
	"voice.hafenamt-lunden.example",
	"pbx.zahnarzt-sauerbier.example",
	"fon.stadtbad-wiesental.example",
	"ims.inselfunk.example",
	"xn--brgeramt-65a.example",
	"tk.rathaus-obermoor.example",
	"sip.moebel-eichkatz.example",
	"calls.orchard-and-daughters.example",
	"voip.institut-fuer-nebel.example",
	"sprich.mit.uns.kanzlei-grau.example",
	"telefon.gymnasium-am-see.example",
	"hq.tinplate-logistics.example",
	"sbc1.nordlicht-netz.example",
	"voix.atelier-becquelin.example",
	"telefonia.cuatro-vientos.example",
	"centralino.ferramenta-buozzi.example",
	"ustredna.pivovar-kamenec.example",
	"sip.drukarnia-pod-lasem.example",
	"vaxel.fjallstrom-bygg.example",
	"sentral.lofoten-fisk.example",
	"denwa.matsukaze-seiki.example",
	"santral.celikkol-makina.example",
	"kapok.mesterhazi.example",
	"lab7.example",
	"sip.kvart.example",
	"pbx-0815.cloudphone.example",
	"tel.old-mill-surgery.example",
	"voip.sheep-creek-school.example",
};
const size_t names_domain_count = COUNT(names_domain);

const char *const names_agent[] = {
	"Grandstream GXP2160 1.0.11.%u",
	"Yealink SIP-T46S 66.85.0.%u",
	"snomD785/10.1.%u.0",
	"PolycomVVX-VVX_410-UA/5.9.%u.7880",
	"AVM FRITZ!Box 7590 154.07.%u (Jan 12 2021)",
	"Asterisk PBX 16.%u.0",
	"FPBX-15.0.%u(16.9.0)",
	"Linphone/3.%u.1 (eXosip2/4.1.0)",
	"Zoiper rv2.10.%u",
	"Bria 3 release 3.5.%u",
	"X-Lite release 4.%u.1 stamp 63214",
	"Cisco/SPA504G-7.6.%u",
	"Linksys/SPA942-6.1.%u(a)",
	"OpenStage_60_V3 R5.%u.0      SIP  170420",
	"C610 IP/42.%u.00.000.000",
	"MicroSIP/3.20.%u",
	"baresip v1.%u.0 (x86_64/linux)",
	"Jitsi2.10.%uLinux",
	"Twinkle/1.10.%u",
	"PJSUA v2.%u Linux-4.19/x86_64/glibc-2.28",
	"Aastra 6757i/3.3.%u.8020",
	"Panasonic_KX-HDV130/08.%u",
	"Fanvil X4 2.%u.0.5",
	"Acrobits Softphone/5.%u.1",
	"3CXPhone 6.0.%u.0",
	"Blink 3.%u.0 (Windows)",
	"CSipSimple_crespo-16/r%u",
	"Mitel-5330-SIP-Phone 06.%u.00.11",
	"LANCOM 1783VA (over ISDN) 10.%u.0166",
	"Gigaset N510 IP PRO/42.%u.00.000.000",
};
const size_t names_agent_count = COUNT(names_agent);

const char *const names_device_agent[] = {
	"Grandstream HT802 1.0.9.%u {m}",
	"Yealink SIP-T22P 7.73.0.%u {m}",
	"Cisco/SPA112-1.4.%u(002)_{s}",
	"snom821/8.7.%u {m}",
	"{f}s Nebelhorn %u.1",
	"SIPAUA.build.{f}%u",
	"TinCan/0.%u serial {s}",
};
const size_t names_device_agent_count = COUNT(names_device_agent);

const char *const names_text[] = {
	"Lunch at the canal with {f}? Ring me on {n}.",
	"{f} says the cellar key is under the geranium",
	"Running late, tell {f} to start without me",
	"The code for the side door is 4711, do not tell {f}",
	"Please call {n} back about the dachshund",
	"Grüße von {f}, wir sehen uns am Brunnen",
	"new number of {f}: {n}",
	"invoice 2024-0815 for {f} is still open",
};
const size_t names_text_count = COUNT(names_text);
