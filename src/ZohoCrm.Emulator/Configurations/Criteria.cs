using System.Text;
using System.Text.Json;

namespace ZohoCrm.Emulator.Configurations;

/// <summary>What records a rule locks (protocol 2.2).</summary>
internal abstract class Criteria
{
    /// <summary>Whether a record matches, its values told by <paramref name="valueOf"/>.</summary>
    public abstract bool Matches(Func<string, string?> valueOf);

    public abstract void WriteTo(Utf8JsonWriter json, int version);

    public bool IsSameAs(Criteria other) => Text() == other.Text();

    private string Text()
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            WriteTo(json, version: 7);
        }

        return Encoding.UTF8.GetString(text.ToArray());
    }
}
