using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using Xunit.Abstractions;
using ZohoLock.Journal;

namespace ZohoLock.Client.Tests.Journal;

/// <summary>
/// Journals of one run, two or three that were cut off, joined, overwritten with zeros and damaged bit by bit: what is whole is found, and nothing else
/// is. A seed makes one file; ZOHOLOCK_TEST_SEED replays one.
/// </summary>
public sealed partial class JournalFuzzTests(ITestOutputHelper log) : IDisposable
{
    private const int Files = 1500;

    private static readonly JournalHeader Header = new(RecordOperation.Lock, "Deals", "5843104000000020005");

    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    private static DateTimeOffset At => new(2026, 9, 30, 23, 0, 0, TimeSpan.FromHours(2));

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void No_done_record_is_lost_and_none_is_invented()
    {
        var replayed = Environment.GetEnvironmentVariable("ZOHOLOCK_TEST_SEED");
        var first = replayed is null ? Random.Shared.Next() : int.Parse(replayed, CultureInfo.InvariantCulture);
        log.WriteLine($"first seed {first}");
        var outcomes = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var seed = first; seed != first + (replayed is null ? Files : 1); seed++)
        {
            var outcome = Check(seed);
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
        }

        log.WriteLine(string.Join(", ", outcomes.Select(pair => $"{pair.Key}: {pair.Value}")));
    }

    private string Check(int seed)
    {
        var file = Create(new Random(seed));
        var before = file.Content;
        File.WriteAllBytes(_path, before);
        var done = file.Lines.Where(line => line is { IsDone: true, IsOwn: true });
        var whole = file.Lines.Where(line => line is { IsDone: true, IsOwn: true, IsTouched: false }).Select(line => line.Id!).ToHashSet();
        var possible = done.ToLookup(line => line.Id!, line => line.LockId!);
        try
        {
            using (var journal = RunJournal.Open(_path, Header))
            {
                AssertDone(journal);
                Require(file.Lines.TrueForAll(line => line.IsOwn || line.IsTouched || !line.IsHeader), "another run's header was passed over");
                Require(journal.DamagedCount > 0 || !file.IsDamageTold, "the damage isn't told");
                Require(journal.DamagedCount == 0 || file.IsChanged || file.Lines.Exists(line => line.IsTouched), "damage is told where there is none");
                journal.Append(Done("777", "next"));
            }

            // Goes on, is read again, and has what it had.
            whole.Add("777");
            possible = file.Lines.Where(line => line is { IsDone: true, IsOwn: true }).Select(line => (line.Id, line.LockId)).Append(("777", "next")).ToLookup(pair => pair.Item1!, pair => pair.Item2!);
            using var again = RunJournal.Open(_path, Header);
            AssertDone(again);
            return again.DamagedCount > 0 ? "damaged" : "whole";
        }
        catch (ZohoException refused)
        {
            Require(before.AsSpan().SequenceEqual(File.ReadAllBytes(_path)), "a file that was refused was changed");
            var isExpected = refused.Error.Code switch
            {
                "JournalEnded" => file.IsEnded,
                "JournalOfAnotherRun" => file.Lines.Exists(line => line.IsHeader && (line.IsTouched || !line.IsOwn)),
                "NotAJournal" => file.Lines.Exists(line => line is { IsHeader: true, IsTouched: true }) && (whole.Count == 0 || refused.Message.Contains("of version", StringComparison.Ordinal)),
                _ => false,
            };
            Require(isExpected, $"refused: {refused.Message}");
            return refused.Error.Code;
        }

        void AssertDone(RunJournal journal)
        {
            foreach (var id in file.Lines.Select(line => line.Id).OfType<string>().Append("777").Distinct())
            {
                var lockId = journal.FindDone(id)?.LockId;
                Require(lockId is not null || !whole.Contains(id), $"{id} is lost");
                Require(lockId is null || possible[id].Contains(lockId), $"{id} is invented");
            }

            Require(journal.DoneCount >= whole.Count && journal.DoneCount <= possible.Count, $"{journal.DoneCount} are done");
        }

        void Require(bool condition, string message) => Assert.True(condition, $"{message}; seed {seed}\n{Encoding.Latin1.GetString(before)}");
    }

    private FuzzedFile Create(Random random)
    {
        var runs = random.Next(1, 4);
        var hasOldVersion = random.Next(4) == 0;
        var file = new FuzzedFile();
        for (var run = 0; run < runs; run++)
        {
            // A run of another module is joined sometimes; the first one decides what the file is of.
            var isOwn = run == 0 || random.Next(8) > 0;
            var isOldVersion = hasOldVersion && random.Next(2) == 0;
            file.Add(CreateRun(random, run, isOwn, isOldVersion), run, isOwn, isOldVersion, random.Next(3) == 0 ? random.NextDouble() : 1);
        }

        // Nothing tells a flipped bit in a version without checksums.
        if (random.Next(3) > 0 && !hasOldVersion && file.Length > 0)
        {
            for (var flips = random.Next(1, 6); flips > 0; flips--)
            {
                file.Flip(random.Next(file.Length), random.Next(8));
            }
        }

        // Nor whether the header of another run was among the zeros.
        if (random.Next(6) == 0 && file.Length > 0 && (!hasOldVersion || runs == 1))
        {
            file.Erase(random.Next(file.Length), random.Next(1, 400));
        }

        file.Complete();
        return file;
    }

    private byte[] CreateRun(Random random, int run, bool isOwn, bool isOldVersion)
    {
        File.Delete(_path);
        var header = Header with { Module = isOwn ? "Deals" : "Leads", Begun = At.AddDays(run) };
        using (var journal = RunJournal.Open(_path, header))
        {
            for (var records = random.Next(12); records > 0; records--)
            {
                // Small numbers, so that runs have some of the same.
                var id = $"{random.Next(1, 40)}";
                journal.Append(random.Next(5) == 0 ? JournalEntry.From(id, "x", At) : Done(id, $"{run}{random.Next(100)}"));
            }

            if (random.Next(2) == 0)
            {
                journal.AppendEnd(new(At, 1, random.Next(2)));
            }
        }

        var content = File.ReadAllText(_path);
        File.Delete(_path);
        return Encoding.UTF8.GetBytes(isOldVersion ? Added().Replace(content.Replace("\"zohoLockJournal\":3", "\"zohoLockJournal\":2", StringComparison.Ordinal), string.Empty) : content);
    }

    private static JournalEntry Done(string id, string lockId) =>
        JournalEntry.From(new RecordLock("Deals", id, lockId) { Reason = "x{", LockedBy = new User { Id = "7" } }, "größer", At);

    [GeneratedRegex(""","crc":"[0-9a-f]{8}"|,"runs":\[[^\]]*\]""")]
    private static partial Regex Added();

    private sealed record Line(int Start, int End, int Run)
    {
        public bool IsOldVersion { get; init; }

        public string? Id { get; init; }

        public string? LockId { get; init; }

        public bool IsDone { get; init; }

        public bool IsHeader { get; init; }

        public bool IsEndOfAll { get; init; }

        public bool IsOwn { get; init; }

        public bool IsTouched { get; set; }
    }

    private sealed partial class FuzzedFile
    {
        private readonly List<byte> _content = [];
        private readonly List<byte> _original = [];
        private readonly List<bool> _runsEnded = [];

        public byte[] Content => [.. _content];

        public int Length => _content.Count;

        public List<Line> Lines { get; } = [];

        public bool HasZeros { get; private set; }

        public bool IsChanged { get; private set; }

        // Every run has its last line, which says that nothing failed.
        public bool IsEnded => _runsEnded.TrueForAll(isEnded => isEnded) && Lines.TrueForAll(line => !line.IsEndOfAll || !line.IsTouched);

        // A touched line is told unless it may be one that was torn at the end of the file.
        public bool IsDamageTold => HasZeros || Lines.Exists(line => line.IsTouched && line.Start < _content.LastIndexOf((byte)'\n'));

        public void Add(byte[] run, int number, bool isOwn, bool isOldVersion, double part)
        {
            var isEnded = false;
            var length = (int)(run.Length * part);
            var start = 0;
            while (start < run.Length)
            {
                var end = Array.IndexOf(run, (byte)'\n', start);
                var text = Encoding.UTF8.GetString(run, start, end - start);
                if (start < length)
                {
                    isEnded = text.StartsWith("{\"ended\"", StringComparison.Ordinal) && text.Contains("\"failedCount\":0", StringComparison.Ordinal) && end <= length;
                    Lines.Add(new(_content.Count + start, _content.Count + Math.Min(end, length), number)
                    {
                        IsOldVersion = isOldVersion,
                        Id = Find(Id(), text),
                        LockId = Find(LockId(), text),
                        IsDone = text.Contains("\"done\":true", StringComparison.Ordinal),
                        IsHeader = start == 0,
                        IsEndOfAll = isEnded,
                        IsOwn = isOwn,
                        IsTouched = end > length,
                    });
                }

                start = end + 1;
            }

            _content.AddRange(run[..length]);
            _original.AddRange(run[..length]);
            _runsEnded.Add(isEnded || length == 0);
        }

        public void Flip(int place, int bit)
        {
            _content[place] ^= (byte)(1 << bit);
            IsChanged = true;
        }

        public void Erase(int start, int length)
        {
            var end = Math.Min(start + length, _content.Count);
            for (var place = start; place < end; place++)
            {
                _content[place] = 0;
            }

            HasZeros = IsChanged = true;
        }

        public void Complete()
        {
            var content = CollectionsMarshal.AsSpan(_content);
            var original = CollectionsMarshal.AsSpan(_original);
            foreach (var line in Lines)
            {
                line.IsTouched |= !content[line.Start..line.End].SequenceEqual(original[line.Start..line.End]);
            }

            // Without its header nothing tells which run a line without a checksum is of.
            var lost = Lines.Where(line => line is { IsHeader: true, IsOldVersion: true, IsTouched: true }).Select(line => line.Run).ToHashSet();
            Lines.ForEach(line => line.IsTouched |= lost.Contains(line.Run));
        }

        private static string? Find(Regex pattern, string text) => pattern.Match(text) is { Success: true } match ? match.Groups[1].Value : null;

        [GeneratedRegex("\"record\":\"([^\"]*)\"")]
        private static partial Regex Id();

        [GeneratedRegex("\"lock\":\"([^\"]*)\"")]
        private static partial Regex LockId();
    }
}
