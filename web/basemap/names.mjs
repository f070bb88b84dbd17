/**
 * First-level units whose name in the source is an old one, or a spelling that reports no longer use.
 * The source is a Natural Earth edition of about 2012; only its labels are mended, not its lines.
 * @type {Record<string, string>}
 */
export const ADMIN1_NAMES = {
  'IQ.AN': 'Anbar',
  'IQ.AR': 'Erbil',
  'IQ.BA': 'Basra',
  'IQ.BB': 'Babil',
  'IQ.DA': 'Duhok',
  'IQ.DQ': 'Dhi Qar',
  'IQ.KA': 'Karbala',
  'IQ.MA': 'Maysan',
  'IQ.MU': 'Muthanna',
  'IQ.NA': 'Najaf',
  'IQ.NI': 'Nineveh',
  'IQ.QA': 'Qadisiyah',
  'IQ.SD': 'Salah ad-Din',
  'IQ.SU': 'Sulaymaniyah',
  'IQ.TS': 'Kirkuk',
  'SY.DI': 'Damascus',
  'SY.DR': 'Daraa',
  'SY.DY': 'Deir ez-Zor',
  'SY.HA': 'Hasakah',
  'SY.HI': 'Homs',
  'SY.HL': 'Aleppo',
  'SY.HM': 'Hama',
  'SY.LA': 'Latakia',
  'SY.RA': 'Raqqa',
  'SY.RD': 'Rural Damascus',
  'SY.SU': 'Suwayda',
};
