using System.Text;
using System.Text.Json;

namespace ZohoLock.Client.Tests.Mutations;

/// <summary>Changes one thing about a JSON text: a value's type, a key, what is there twice or not at all.</summary>
internal sealed class JsonMutator(Random random)
{
    private static readonly string[] OddValues =
    [
        "null", "true", "false", "0", "-1", "17", "1.5", "1e9", "1e999", "-1e-999", "99999999999999999999999999999999999999", "\"\"", "\" \"", "\"odd\"",
        "\"17\"", "\"null\"", "\"SUCCESS\"", "\"failure\"", "\"error\"", "[]", "{}", "[null]", "[[]]", "[{}]", "{\"id\":{}}", "{\"id\":\"1\",\"name\":[]}",
        "\"\\ud83d\"", "\"\\ude00\\ud83d\"", "\"\\u0000\\u001b[2J\"", "\"2023-09-05T05:13:36+0530\"", "\"9999-12-31T23:59:59-14:00\"", "\"0001-01-01T00:00:00+14:00\"",
        "\"5.8431E+18\"", "\"http://127.0.0.1/\"", "\"javascript:alert(1)\"", "\"..\"", "\"1/../2\"", "\"%2e%2e\"", "\"1?ids=2\"",
        "\"ZohoCRM.org.READ\"", "[\"ZohoCRM.org.READ\"]", "{\"a\":1,\"a\":2}", "NaN", "'x'", "undefined",
    ];

    public string Mutate(string json)
    {
        var (values, members) = Find(json);
        if (values.Count == 0)
        {
            return json;
        }

        var value = values[random.Next(values.Count)];
        var text = json[value];
        switch (random.Next(members.Count == 0 ? 4 : 8))
        {
            case 0:
                return Replace(json, value, $"[{text}]");
            case 1:
                return Replace(json, value, $"{{\"value\":{text}}}");
            case 2:
                return Replace(json, value, json[values[random.Next(values.Count)]]);
            case 3:
                return Replace(json, value, OddValue());
            case 4:
                var (gone, _) = members[random.Next(members.Count)];
                return Replace(json, gone, "\"gone\"");
            case 5:
                var (cased, _) = members[random.Next(members.Count)];
                return Replace(json, cased, random.Next(2) == 0 ? json[cased].ToUpperInvariant() : json[cased].ToLowerInvariant());
            case 6:
                var (key, whole) = members[random.Next(members.Count)];
                return json.Insert(whole.End.Value, $",{json[key]}:{OddValue()}");
            default:
                var (_, member) = members[random.Next(members.Count)];
                return json.Insert(member.End.Value, $",\"\\ud83d\":{OddValue()},\"more\":{OddValue()}");
        }
    }

    private string OddValue()
    {
        var depth = 1 << random.Next(13);
        return random.Next(8) switch
        {
            0 => $"\"{new string('x', random.Next(100_000))}\"",
            1 => new string('9', 1 + random.Next(5_000)),
            2 => $"{new string('[', depth)}{new string(']', depth)}",
            3 => $"{string.Concat(Enumerable.Repeat("{\"a\":", depth))}1{new string('}', depth)}",
            4 => $"\"{string.Concat(Enumerable.Range(0, 20).Select(_ => $"\\u{random.Next(0x10000):x4}"))}\"",
            _ => OddValues[random.Next(OddValues.Length)],
        };
    }

    private static string Replace(string json, Range range, string text) => $"{json.AsSpan(0, range.Start.Value)}{text}{json.AsSpan(range.End.Value)}";

    // Where each value is, and each key with the whole of its member. Only for texts that are ASCII, as those of the protocol are.
    private static (List<Range> Values, List<(Range Key, Range Whole)> Members) Find(string json)
    {
        var values = new List<Range>();
        var members = new List<(Range, Range)>();
        var open = new Stack<(int Start, Range? Key)>();
        Range? key = null;
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json), new JsonReaderOptions { MaxDepth = 100_000 });
        try
        {
            while (reader.Read())
            {
                var (start, end) = ((int)reader.TokenStartIndex, (int)reader.BytesConsumed);
                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName:
                        key = start..(json.IndexOf('"', start + 1) is var quote and >= 0 ? quote + 1 : end);
                        continue;
                    case JsonTokenType.StartObject or JsonTokenType.StartArray:
                        open.Push((start, key));
                        key = null;
                        continue;
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        (start, key) = open.Pop();
                        break;
                    default:
                        break;
                }

                values.Add(start..end);
                if (key is { } name)
                {
                    members.Add((name, name.Start..end));
                    key = null;
                }
            }
        }
        catch (JsonException)
        {
            // A mutation before this one broke it: what stands before that is as good as any.
        }

        return json.Any(character => character > 127) ? ([], []) : (values, members);
    }
}
