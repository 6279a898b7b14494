using FcWorkflowTrigger.Rules.Content;
using FsCheck.Xunit;

namespace FcWorkflowTrigger.Tests.Rules.Content;

/// <summary>Heads of files as their usual writers make them: hexadecimal bytes, <c>'text'</c>, and <c>00*n</c> for runs of zeros.</summary>
public sealed class ContentKindTests
{
    [Theory]
    [InlineData("mp4 by ffmpeg", "00000020 'ftypisom' 00000200 'isomiso2avc1mp41'", "mp4/mov", "a.mp4")]
    [InlineData("mp4 of a phone", "00000018 'ftypmp42' 00000000 'isommp42'", "mp4/mov", "a.MP4")]
    [InlineData("m4v", "0000001C 'ftypM4V ' 00000001 'M4V M4A '", "mp4/mov", "a.m4v")]
    [InlineData("3gp", "00000014 'ftyp3gp4' 00000200 '3gp4'", "mp4/mov", "a.3gp")]
    [InlineData("dash segment", "00000018 'ftypiso5' 00000001 'iso5dash'", "mp4/mov", "a.mp4")]
    [InlineData("mov", "00000014 'ftypqt  ' 00000200 'qt  '", "mp4/mov", "a.mov")]
    [InlineData("mov before ftyp", "00000008 'wide' 00123456 'mdat'", "mp4/mov", "a.mov")]
    [InlineData("mov with its index first", "0000A0B0 'moov' 0000006C 'mvhd'", "mp4/mov", "a.qt")]
    [InlineData("m4a", "0000001C 'ftypM4A ' 00000200 'M4A isomiso2'", "m4a", "a.m4a")]
    [InlineData("heic of a phone", "00000024 'ftypheic' 00000000 'mif1MiHEmiaf'", "heic", "a.heic")]
    [InlineData("mkv", "1A45DFA3 A3 4286 81 01 42F7 81 01 42F2 81 04 42F3 81 08 4282 88 'matroska'", "mkv/webm", "a.mkv")]
    [InlineData("webm", "1A45DFA3 9F 4286 81 01 42F7 81 01 42F2 81 04 42F3 81 08 4282 84 'webm'", "mkv/webm", "a.webm")]
    [InlineData("avi", "'RIFF' A4010000 'AVI LIST'", "avi", "a.avi")]
    [InlineData("wav", "'RIFF' 24080000 'WAVEfmt ' 10000000 0100 0200", "wav", "a.wav")]
    [InlineData("webp", "'RIFF' 1A000000 'WEBPVP8L'", "webp", "a.webp")]
    [InlineData("mp3 with ID3v2.3", "'ID3' 03 00 00 00000F76 'TIT2'", "mp3 (ID3)", "a.mp3")]
    [InlineData("mp3 of 128 kbit/s", "FFFB9064 00*28", "mp3", "a.mp3")]
    [InlineData("mp3 with CRC", "FFFA9000 00*28", "mp3", "a.mp3")]
    [InlineData("mp3 of MPEG 2", "FFF360C4 00*28", "mp3", "a.mp3")]
    [InlineData("flac", "'fLaC' 00000022 1000 1000", "flac", "a.flac")]
    [InlineData("ogg vorbis", "'OggS' 00 02 00*8 11223344", "ogg", "a.ogg")]
    [InlineData("aac ADTS", "FFF15080 2E7FFC 21", "aac", "a.aac")]
    [InlineData("aac ADTS of MPEG 2", "FFF95080 2E7FFC 21", "aac", "a.aac")]
    [InlineData("ac3", "0B77 1234 14 40 43", "ac3", "a.ac3")]
    [InlineData("amr", "'#!AMR' 0A 3C", "amr", "a.amr")]
    [InlineData("ape", "'MAC ' 960F0000", "ape", "a.ape")]
    [InlineData("caf", "'caff' 00010000 'desc'", "caf", "a.caf")]
    [InlineData("jpg JFIF", "FFD8FFE0 0010 'JFIF' 00 0101", "jpg", "a.jpg")]
    [InlineData("jpg Exif", "FFD8FFE1 1C45 'Exif' 0000", "jpg", "a.jpeg")]
    [InlineData("png", "89504E47 0D0A1A0A 0000000D 'IHDR'", "png", "a.png")]
    [InlineData("gif", "'GIF89a' 4001 F000", "gif", "a.gif")]
    [InlineData("gif of 1987", "'GIF87a' 4001 F000", "gif", "a.gif")]
    [InlineData("ts", "474011 10 00*184 474000 10", "ts", "a.ts")]
    [InlineData("m2ts with time codes", "01020304 474000 10 00*184 01020305 474011 10", "ts", "a.mts")]
    [InlineData("flv", "'FLV' 01 05 00000009 00000000", "flv", "a.flv")]
    [InlineData("wmv", "3026B2758E66CF11 A6D900AA0062CE6C 9C10000000000000", "asf/wmv/wma", "a.wmv")]
    [InlineData("wma", "3026B2758E66CF11 A6D900AA0062CE6C 8A00000000000000", "asf/wmv/wma", "a.wma")]
    [InlineData("rm", "'.RMF' 00000012 0001 00000000", "rm", "a.rmvb")]
    [InlineData("ra", "2E7261FD 0004 0000 '.ra4'", "ra", "a.ra")]
    [InlineData("mpeg program stream", "000001BA 44 0004 0004 01", "mpeg", "a.mpg")]
    [InlineData("mpeg video", "000001B3 160120 13", "mpeg", "a.mpeg")]
    [InlineData("vcd", "'RIFF' 24B08D02 'CDXAfmt '", "dat", "a.dat")]
    [InlineData("mj2", "0000000C 'jP  ' 0D0A870A", "mj2", "a.mj2")]
    [InlineData("dv", "1F07003F F80000", "dv", "a.dv")]
    [InlineData("swf", "'CWS' 0A 12340000", "swf", "a.swf")]
    [InlineData("m3u8", "'#EXTM3U' 0A '#EXT-X-VERSION:3'", "m3u8", "a.m3u8")]
    [InlineData("vtt", "'WEBVTT' 0A0A '00:01.000 --> 00:02.000'", "text", "a.vtt")]
    [InlineData("srt in UTF-8 with a mark", "EFBBBF '1' 0D0A '00:00:01,000'", "text", "a.srt")]
    [InlineData("srt in UTF-16", "FFFE 3100 0D00 0A00", "text", "a.srt")]
    [InlineData("ttf", "00010000 0012 0100 0004", "ttf", "a.ttf")]
    [InlineData("ttf of a Mac", "'true' 0012 0100 0004", "ttf", "a.ttf")]
    [InlineData("ttc", "'ttcf' 00010000 00000002", "ttc", "a.ttc")]
    [InlineData("fon", "4D5A 00*58 40000000 'NE' 0510", "fon", "a.fon")]
    [InlineData("wav over 4 GB", "'RF64' FFFFFFFF 'WAVEds64' 1C000000", "wav (RF64)", "a.wav")]
    [InlineData("wav of broadcasters", "'BW64' FFFFFFFF 'WAVEds64' 1C000000", "wav (BW64)", "a.wav")]
    [InlineData("wav, big-endian", "'RIFX' 00000824 'WAVEfmt '", "wav (RIFX)", "a.wav")]
    [InlineData("wav of Sony", "72696666 2E91CF11 A5D628DB 04C10000", "wav (Wave64)", "a.wav")]
    [InlineData("aiff that is called wav", "'FORM' 00001000 'AIFFCOMM' 00000012", "aiff", "a.wav")]
    [InlineData("aac ADIF", "'ADIF' 20 00 00", "aac (ADIF)", "a.aac")]
    [InlineData("ac3, little-endian", "770B 3412 4014", "ac3", "a.ac3")]
    [InlineData("m4a brand in an mp4", "0000001C 'ftypM4A ' 00000200 'M4A mp42isom'", "m4a", "a.mp4")]
    [InlineData("heic with alpha", "00000018 'ftypheim' 00000000 'mif1'", "heic", "a.heic")]
    [InlineData("heic sequence", "00000018 'ftyphevc' 00000000 'msf1'", "heic (sequence)", "a.heic")]
    [InlineData("dash segment without ftyp", "00000018 'stypmsdh' 00000000", "mp4/mov", "a.mp4")]
    [InlineData("m3u8 with a mark", "EFBBBF '#EXTM3U' 0A", "m3u8", "a.m3u8")]
    [InlineData("srt in GBK", "'1' 0D0A '00:00:01,000 --> 00:00:02,000' 0D0A C4E3 BAC3 A3AC CAC0 BDE7 0D0A", "text", "a.srt")]
    [InlineData("ass in Big5", "'[Script Info]' 0D0A A741 A66E A141 A540 ACC9 0D0A", "text", "a.ass")]
    [InlineData("srt in Shift JIS", "'1' 0D0A 82B1 82F1 82C9 82BF 82CD 0D0A", "text", "a.srt")]
    [InlineData("srt in Latin-1", "'1' 0D0A 'caf' E9 0D0A", "text", "a.srt")]
    [InlineData("srt of DOS with its end mark", "'1' 0D0A 'caf' 82 0D0A 1A", "text", "a.srt")]
    [InlineData("srt in UTF-16 without a mark", "3100 0D00 0A00 3000", "unrecognized", "a.srt")]
    [InlineData("srt that begins like a Flash film", "'FWS stands for' 0D0A", "swf", "a.srt")]
    [InlineData("srt that begins like a program", "'MZ said:' 0D0A", "text", "a.srt")]
    [InlineData("mp3 after an APE tag", "'APETAGEX' D0070000 00*16", "unrecognized", "a.mp3")]
    [InlineData("mp3 after zeros", "00*32 FFFB9064", "unrecognized", "a.mp3")]
    [InlineData("MPEG-4 video by itself", "000001B0 01 000001B5", "unrecognized", "a.m4v")]
    [InlineData("H.264 by itself", "00000001 6742C01E", "unrecognized", "a.mpg")]
    [InlineData("video CD sectors", "00 FFFFFFFFFFFFFFFFFFFF 00 00020002", "unrecognized", "a.dat")]
    [InlineData("ts cut within a packet", "00010203 474011", "unrecognized", "a.ts")]
    public void A_files_first_bytes_show_its_format_and_match_its_extension(string what, string head, string format, string key)
    {
        var kind = ContentKind.Detect(Bytes(head));

        Assert.Equal((what, format), (what, kind.Format));
        Assert.True(kind.Matches(MediaKindNames.FromKey(key)), what);
    }

    [Theory]
    [InlineData("an error page", "'<!DOCTYPE html><html>'", "a.mp4")]
    [InlineData("a zip", "'PK' 0304 1400 0000 0800", "a.mp4")]
    [InlineData("a pdf", "'%PDF-1.7' 0A 25E2E3CF D3", "a.mp4")]
    [InlineData("a Windows program", "4D5A9000 03000000", "a.mp4")]
    [InlineData("a Linux program", "7F 'ELF' 020101 00*9", "a.mp3")]
    [InlineData("a picture", "FFD8FFE0 0010 'JFIF' 00", "a.mp3")]
    [InlineData("a song", "'ID3' 03 00 00 00000F76", "a.mp4")]
    [InlineData("a film", "1A45DFA3 A3 4286", "a.jpg")]
    [InlineData("zeros", "00*64", "a.mp4")]
    [InlineData("a Word document", "'PK' 0304 1400 0600", "a.srt")]
    [InlineData("a pdf", "'%PDF-1.7' 0A 25E2E3CF D3", "a.srt")]
    [InlineData("a Windows program", "4D5A 00*58 40000000 'PE' 0000", "a.fon")]
    [InlineData("an archive", "377ABCAF271C 0004", "a.mkv")]
    [InlineData("an archive of a Unix", "1F8B0800 00000000", "a.mov")]
    [InlineData("a wav over 4 GB", "'RF64' FFFFFFFF 'WAVEds64' 1C000000", "a.mp4")]
    [InlineData("text in GBK", "C4E3 BAC3 A3AC CAC0 BDE7", "a.mp4")]
    [InlineData("one byte", "47", "a.ts")]
    [InlineData("UTF-16 text", "FFFE 6100 6200", "a.mp3")]
    [InlineData("nothing", "", "a.mp4")]
    public void Other_bytes_do_not_match_the_extension(string what, string head, string key) =>
        Assert.False(ContentKind.Detect(Bytes(head)).Matches(MediaKindNames.FromKey(key)), what);

    [Theory]
    [InlineData("89504E47 0D0A1A0A", true)]
    [InlineData("4D5A9000 03000000", false)]
    [InlineData("00000001 6742C01E", false)]
    public void An_extension_that_claims_nothing_matches_any_known_format(string head, bool matches) =>
        Assert.Equal(matches, ContentKind.Detect(Bytes(head)).Matches(MediaKindNames.FromKey("uploads/no-extension")));

    [Property(MaxTest = 1000)]
    public void Detection_never_throws(byte[] bytes) => Assert.NotEmpty(ContentKind.Detect(bytes).Format);

    private static byte[] Bytes(string head)
    {
        var bytes = new List<byte>();

        for (var at = 0; at < head.Length; at++)
        {
            if (head[at] == '\'')
            {
                var end = head.IndexOf('\'', at + 1);
                bytes.AddRange(TestData.Bytes(head[(at + 1)..end]));
                at = end;
            }
            else if (head[at] == '*')
            {
                var end = head.IndexOf(' ', at) is >= 0 and var space ? space : head.Length;
                bytes.AddRange(new byte[int.Parse(head[(at + 1)..end]) - 1]);
                at = end;
            }
            else if (head[at] != ' ')
            {
                bytes.Add(Convert.ToByte(head[at..(at + 2)], 16));
                at++;
            }
        }

        return [.. bytes];
    }
}
