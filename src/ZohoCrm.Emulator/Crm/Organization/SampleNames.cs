namespace ZohoCrm.Emulator.Crm.Organization;

/// <summary>The names of generated users.</summary>
internal static class SampleNames
{
    private static readonly string[] First = ["Amelia", "Charles", "Naomi", "Rafael", "Ines", "Tobias", "Mei", "Oluwaseun", "Freja", "Karim"];
    private static readonly string[] Last = ["Burrows", "Stone", "Okafor", "Duarte", "Lindqvist", "Mehta", "Novak", "Tanaka", "Marsh", "Haddad"];

    public static int Count => First.Length * Last.Length;

    public static IEnumerable<string> Get(int count) =>
        Enumerable.Range(0, count).Select(i => $"{First[i % First.Length]} {Last[(i + (i / First.Length)) % Last.Length]}");
}
