namespace ZohoCrm.Emulator.Tests.Api.Metadata;

public sealed class OrganizationTests : IDisposable
{
    private readonly Emulation _emulation = new();

    private CrmEmulator Emulator => _emulation.Emulator;

    public void Dispose() => _emulation.Dispose();

    [Theory]
    [InlineData(CrmEdition.Free, "free", false)]
    [InlineData(CrmEdition.Standard, "standard", true)]
    [InlineData(CrmEdition.Professional, "professional", true)]
    [InlineData(CrmEdition.Enterprise, "enterprise", true)]
    [InlineData(CrmEdition.ZohoOne, "zohooneenterprise", true)]
    [InlineData(CrmEdition.Ultimate, "ultimate", true)]
    [InlineData(CrmEdition.CrmPlus, "crmplus", true)]
    public async Task The_organisation_has_its_edition(CrmEdition edition, string type, bool isPaid)
    {
        _emulation.Settings.Edition = edition;

        var organization = (await _emulation.GetAsync("/crm/v7/org")).Json["org"]![0]!;

        Assert.Equal(_emulation.Emulator.OrganizationId, (string?)organization["id"]);
        var license = organization["license_details"]!;
        Assert.Equal((type, isPaid), ((string)license["paid_type"]!, (bool)license["paid"]!));
        Assert.True(license.AsObject().TryGetPropertyValue("trial_type", out var trial));
        Assert.Null(trial);
    }

    [Fact]
    public async Task The_organisation_has_the_name_and_paid_type_of_the_settings()
    {
        Assert.Equal("Zylker", (string?)(await _emulation.GetAsync("/crm/v7/org")).Json["org"]![0]!["company_name"]);
        _emulation.Settings.CompanyName = "Löwe & Söhne";
        _emulation.Settings.PaidType = "zohooneprofessional";

        var organization = (await _emulation.GetAsync("/crm/v7/org")).Json["org"]![0]!;

        Assert.Equal("Löwe & Söhne", (string?)organization["company_name"]);
        var license = organization["license_details"]!;
        Assert.Equal(("zohooneprofessional", true), ((string)license["paid_type"]!, (bool)license["paid"]!));
        _emulation.Settings.PaidType = "free";
        Assert.False((bool)(await _emulation.GetAsync("/crm/v7/org")).Json["org"]![0]!["license_details"]!["paid"]!);
    }
}
