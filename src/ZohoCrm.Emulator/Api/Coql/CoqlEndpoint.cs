using System.Text.Encodings.Web;
using System.Text.Json;
using ZohoCrm.Emulator.Api.Protocol;
using ZohoCrm.Emulator.Api.Routing;
using ZohoCrm.Emulator.Crm;
using ZohoCrm.Emulator.Crm.Coql;
using ZohoCrm.Emulator.Http;
using ZohoCrm.Emulator.OAuth;
using ZohoCrm.Emulator.Observation;
using ZohoCrm.Emulator.Settings;

namespace ZohoCrm.Emulator.Api.Coql;

/// <summary>Answers queries (protocol 9 and 9.1).</summary>
internal sealed class CoqlEndpoint(CrmOrganization organization, Authorizer authorizer)
{
    private static readonly JsonSerializerOptions DetailsOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly EmulatorSettings _settings = organization.Settings;
    private readonly ValueWriter _values = new(organization);

    /// <summary>The API credits of a query, by its limit; 1 if it can't be read.</summary>
    public int GetCredits(HttpRequest request)
    {
        try
        {
            return ReadQuery(request).Credits;
        }
        catch (Exception exception) when (exception is CoqlException or ApiErrorException)
        {
            return 1;
        }
    }

    public ApiError? Answer(ApiCall call)
    {
        if (call.Route.Operation == Operation.Other)
        {
            return ApiErrors.WrongMethod(400);
        }

        if (!authorizer.Allows(call, ScopeFamily.Coql, ScopeAccess.Read))
        {
            return ApiErrors.ScopeMismatch(call.Request.Method, call.Request.Target);
        }

        try
        {
            return Answer(call, ReadQuery(call.Request));
        }
        catch (CoqlException exception)
        {
            var details = exception.Details.ToDictionary(detail => detail.Name, detail => detail.Value);
            return new(400, exception.Code, exception.Message, JsonSerializer.Serialize(details, DetailsOptions));
        }
        catch (ApiErrorException exception)
        {
            return exception.Error;
        }
    }

    private ApiError? Answer(ApiCall call, CoqlQuery query)
    {
        if (!organization.TryResolve(query.Module, out var module, out var error))
        {
            return error == ApiErrors.ModuleNotSupported ? error : throw CoqlException.UnknownModule(query.Module);
        }

        if (!authorizer.AllowsRecords(call, module.ApiName, ScopeAccess.Read))
        {
            return ApiErrors.ScopeMismatch(call.Request.Method, call.Request.Target);
        }

        var bound = new QueryBinder(organization, module).Bind(query);
        var result = new CoqlEvaluator(bound, _settings.Unknowns).Evaluate();
        if (result.Rows.Count == 0)
        {
            call.Response.Status = 204;
            return null;
        }

        Write(call.Response, bound, result);
        return null;
    }

    private CoqlQuery ReadQuery(HttpRequest request)
    {
        using var document = DataItem.Parse(request.Body);
        if (document is not { RootElement: { ValueKind: JsonValueKind.Object } body })
        {
            throw new ApiErrorException(ApiErrors.BodyNotJson);
        }

        if (!body.TryGetProperty("select_query"u8, out var query))
        {
            throw new ApiErrorException(
                new(400, "MANDATORY_NOT_FOUND", "mandatory key not found", """{"api_name":"select_query"}"""));
        }

        return query.ValueKind == JsonValueKind.String
            ? CoqlParser.Parse(query.GetString()!, _settings.Contradictions.CoqlQuotes)
            : throw new ApiErrorException(new(
                400,
                "INVALID_DATA",
                "invalid data",
                """{"expected_data_type":"text","api_name":"select_query","json_path":"$.select_query"}"""));
    }

    private void Write(HttpResponse response, BoundQuery query, CoqlResult result)
    {
        var json = response.BeginArray(200, "data");
        foreach (var row in result.Rows)
        {
            json.WriteStartObject();
            for (var i = 0; i < query.Columns.Count; i++)
            {
                Write(json, query.Columns[i], row.Cells?[i] ?? new(Number: null, row.Record));
            }

            if (!query.IsGrouped && query.Columns.All(column => column.Name != "id"))
            {
                json.WriteString("id"u8, row.Record!.Id);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("info"u8);
        json.WriteNumber("count"u8, result.Rows.Count);
        json.WriteBoolean("more_records"u8, result.HasMore);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void Write(Utf8JsonWriter json, BoundColumn column, CoqlCell cell)
    {
        if (cell.Number is { } number)
        {
            ValueWriter.WriteNumber(json, column.Name, number);
        }
        else
        {
            var value = cell.Source is { } record ? column.Field.ValueOf(record) : null;
            _values.Write(json, column.Name, column.Field.Field, value, _settings.Contradictions.CoqlReferences);
        }
    }
}
